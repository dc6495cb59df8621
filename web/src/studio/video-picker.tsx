import { useEffect, useState, type DragEvent } from 'react';
import { bytes, clock } from '../format.js';
import { texts } from '../texts.js';
import { Icon } from '../ui/icon.js';
import { Button } from '../ui/parts.js';

const KINDS = ['mp4', 'mov', 'avi', 'mkv'];
const MOST_BYTES = 100 * 1024 * 1024;
const MOST_SECONDS = 60;

/** Why a file cannot be uploaded, as far as can be seen before; the service looks again, and closer. */
export function faultOf(file: { name: string; size: number }): string | null {
  const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  if (!KINDS.includes(extension)) {
    return texts.upload.wrongKind;
  }
  if (file.size === 0) {
    return texts.upload.empty;
  }
  return file.size > MOST_BYTES ? texts.upload.tooLarge(bytes(file.size)) : null;
}

/** Rounded as the service rounds. */
export function faultOfLength(seconds: number): string | null {
  return Number.isFinite(seconds) && Math.round(seconds) > MOST_SECONDS ? texts.upload.tooLong(clock(Math.round(seconds))) : null;
}

interface VideoPickerProps {
  video: File | null;
  onPick: (video: File | null, fault: string | null) => void;
}

export function VideoPicker({ video, onPick }: VideoPickerProps) {
  const [isOver, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (file) {
      const fault = faultOf(file);
      onPick(fault === null ? file : null, fault);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  if (video) {
    return <Chosen video={video} onFault={(fault) => onPick(null, fault)} onDrop={() => onPick(null, null)} />;
  }
  return (
    <div
      className={isOver ? 'drop is-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className="note-icon">
        <Icon name="film" />
      </span>
      <b>{texts.upload.drop}</b>
      <span>{texts.upload.browse}</span>
      <small>{texts.upload.rules}</small>
      <input
        type="file"
        accept="video/*,.mkv,.avi,.mov,.mp4"
        aria-label={texts.upload.video}
        onChange={(event) => take(event.target.files?.[0])}
      />
    </div>
  );
}

/** The file as it will be seen, where the browser can play it. */
function Chosen({ video, onFault, onDrop }: { video: File; onFault: (fault: string) => void; onDrop: () => void }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(video);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [video]);
  const [seconds, setSeconds] = useState<number | null>(null);
  return (
    <div className="chosen">
      <video
        src={url}
        muted
        loop
        autoPlay
        playsInline
        aria-label={video.name}
        onLoadedMetadata={({ currentTarget: { duration } }) => {
          const fault = faultOfLength(duration);
          setSeconds(duration);
          if (fault !== null) {
            onFault(fault);
          }
        }}
      />
      <div>
        <b>{video.name}</b>
        <span className="field-hint">
          {[bytes(video.size), seconds !== null && Number.isFinite(seconds) ? clock(Math.round(seconds)) : null]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <Button icon="swap" onClick={onDrop}>
          {texts.upload.replace}
        </Button>
      </div>
    </div>
  );
}
