import { useState, type FormEvent } from 'react';
import { explain } from './errors.js';
import { useSession } from './session.js';
import { settings, type Persona } from './settings.js';
import { texts } from './texts.js';
import { Dialog } from './ui/dialog.js';
import { Icon } from './ui/icon.js';
import { Avatar, Button } from './ui/parts.js';

/** Who one is: any persona of the demo, or whoever a token of the shop speaks of. */
export function SignInDialog() {
  const { closeSignIn, isOver } = useSession();
  const demo = settings.personas !== undefined;
  const hint = demo ? texts.session.pickHint : texts.session.neededHint;
  return (
    <Dialog
      title={demo ? texts.session.pick : texts.session.signIn}
      hint={isOver ? texts.errors.signedOut : hint}
      onClose={closeSignIn}
    >
      {settings.personas ? <Personas personas={settings.personas} /> : <TokenForm />}
    </Dialog>
  );
}

const kindOf = (persona: Persona) => persona.who.split(' ')[0]!;

function Personas({ personas }: { personas: Persona[] }) {
  const { user, signInAs, signOut } = useSession();
  const [failure, setFailure] = useState<string | null>(null);
  const groups = [
    ['shopper', texts.session.shoppers],
    ['merchant', texts.session.merchants],
    ['admin', texts.session.admins],
  ] as const;
  const whatOf = (persona: Persona) =>
    ({
      shopper: texts.session.shopper,
      merchant: persona.who.replace(/^merchant of /, ''),
      admin: texts.session.admin,
    })[kindOf(persona)] ?? persona.who;
  const pick = (persona: Persona) => signInAs(persona).catch((error: unknown) => setFailure(explain(error)));
  return (
    <div className="personas">
      {failure && (
        <p role="alert" className="field-error">
          {failure}
        </p>
      )}
      {groups.map(([kind, label]) => (
        <section key={kind} aria-label={label}>
          <h3>{label}</h3>
          <ul>
            {personas
              .filter((persona) => kindOf(persona) === kind)
              .map((persona) => (
                <li key={persona.user_id}>
                  <button type="button" aria-pressed={user?.userId === persona.user_id} onClick={() => void pick(persona)}>
                    <Avatar name={persona.name} />
                    <span>
                      <b>{persona.name}</b>
                      <small>{whatOf(persona)}</small>
                    </span>
                    {user?.userId === persona.user_id && <Icon name="check" />}
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
      <Button icon="eye" onClick={signOut} aria-pressed={user === null}>
        {texts.session.guest}
      </Button>
    </div>
  );
}

function TokenForm() {
  const { user, signInWith, signOut } = useSession();
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      signInWith(String(new FormData(event.currentTarget).get('token')).trim());
    } catch {
      setWrong(true);
    }
  };
  return (
    <form className="form" onSubmit={submit}>
      <label className="field">
        {texts.session.token}
        <input name="token" type="password" autoComplete="off" required aria-invalid={wrong} aria-describedby="token-hint" />
      </label>
      <p id="token-hint" className={wrong ? 'field-error' : 'field-hint'}>
        {wrong ? texts.session.badToken : texts.session.tokenHint}
      </p>
      <div className="form-actions">
        {user && <Button onClick={signOut}>{texts.session.signOut}</Button>}
        <button type="submit" className="button button-strong">
          {texts.session.signIn}
        </button>
      </div>
    </form>
  );
}
