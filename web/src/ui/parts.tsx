import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { texts } from '../texts.js';
import { Icon, type IconName } from './icon.js';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'strong' | 'plain' | 'quiet' | 'danger';
  icon?: IconName;
};

export function Button({ look = 'plain', icon, children, className = '', ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button button-${look} ${className}`} {...rest}>
      {icon && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}

/** A button that is only a picture; its label is for those who do not see it. */
export function IconButton({
  icon,
  label,
  filled = false,
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { icon: IconName; label: string; filled?: boolean }) {
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} filled={filled} />
    </button>
  );
}

interface NoteProps {
  icon: IconName;
  title: string;
  hint?: string;
  children?: ReactNode;
}

/** What stands where nothing else does: an empty list, a failure, the end. */
export function Note({ icon, title, hint, children }: NoteProps) {
  return (
    <div className="note">
      <span className="note-icon">
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  );
}

export function Failure({ title, hint, onRetry }: { title: string; hint: string; onRetry: () => void }) {
  return (
    <div role="alert">
      <Note icon="alert" title={title} hint={hint}>
        <Button look="strong" onClick={onRetry}>
          {texts.app.retry}
        </Button>
      </Note>
    </div>
  );
}

interface TabsProps<T extends string> {
  label: string;
  tabs: readonly { id: T; label: string }[];
  active: T | null;
  onPick: (id: T) => void;
  className?: string;
}

/** One of a few. A group of buttons that are pressed or not, which every reader knows how to say. */
export function Choice<T extends string>({ label, tabs, active, onPick, className = '' }: TabsProps<T>) {
  return (
    <div role="group" aria-label={label} className={`choice ${className}`}>
      {tabs.map((tab) => (
        <button key={tab.id} type="button" aria-pressed={tab.id === active} onClick={() => onPick(tab.id)}>
          {tab.label}
        </button>
      ))}
    </div>
  );
}

export function Avatar({ name, size = 'small' }: { name: string; size?: 'small' | 'large' }) {
  const hue = [...name].reduce((sum, letter) => sum + letter.codePointAt(0)! * 37, 0) % 8;
  return (
    <span className={`avatar avatar-${size} tone-${hue}`} aria-hidden="true">
      {[...name][0]?.toUpperCase()}
    </span>
  );
}

export const Skeletons = ({ count, className }: { count: number; className: string }) => (
  <div className={className} aria-hidden="true">
    {Array.from({ length: count }, (_, i) => (
      <span key={i} className="skeleton" />
    ))}
  </div>
);

/** Heard by screen readers, seen by nobody. */
export const Spoken = ({ children }: { children: ReactNode }) => <span className="spoken">{children}</span>;
