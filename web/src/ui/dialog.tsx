import { useEffect, useId, useRef, type ReactNode } from 'react';
import { texts } from '../texts.js';
import { IconButton } from './parts.js';

interface DialogProps {
  title: string;
  hint?: string;
  onClose: () => void;
  children: ReactNode;
}

/** A sheet from below on phones, a window elsewhere. The browser keeps the focus inside and closes it with Escape. */
export function Dialog({ title, hint, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const element = dialog.current!;
    // Told a moment later, when it may be open again.
    const closed = () => element.open || close.current();
    element.showModal();
    element.addEventListener('close', closed);
    return () => {
      element.removeEventListener('close', closed);
      // Gives the focus back to where it came from.
      element.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="dialog-inner">
        <header>
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" label={texts.app.close} onClick={onClose} />
        </header>
        {hint && <p className="dialog-hint">{hint}</p>}
        {children}
      </div>
    </dialog>
  );
}
