import { Link, type Place } from './router.js';
import { useSession } from './session.js';
import { settings } from './settings.js';
import { texts } from './texts.js';
import { Icon, type IconName } from './ui/icon.js';
import { Avatar } from './ui/parts.js';

/** Where one can go: at the bottom of phones, at the side of everything larger. */
export function Nav({ place }: { place: Place }) {
  const { user } = useSession();
  const items: [Place['name'], string, IconName, string][] = [
    ['feed', '/', 'feed', texts.nav.feed],
    ['search', '/search', 'search', texts.nav.search],
    ...(user?.isMerchant ? [['studio', '/studio', 'studio', texts.nav.studio] as [Place['name'], string, IconName, string]] : []),
    ...(user?.isAdmin ? [['moderation', '/moderation', 'moderation', texts.nav.moderation] as [Place['name'], string, IconName, string]] : []),
    ['you', '/you', 'you', texts.nav.you],
  ];
  return (
    <nav className="nav" aria-label={texts.app.navigation}>
      <Link href="/" className="nav-logo" aria-label={texts.app.name}>
        <Logo /> <span>{texts.app.name}</span>
      </Link>
      <ul>
        {items.map(([name, href, icon, label]) => (
          <li key={name}>
            <Link href={href} aria-current={place.name === name ? 'page' : undefined}>
              <Icon name={icon} filled={place.name === name && icon === 'feed'} />
              <span>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
      <PersonaButton />
    </nav>
  );
}

export function PersonaButton() {
  const { user, askToSignIn } = useSession();
  const name = user === null ? texts.session.anonymous : (user.name ?? texts.session.user(user.userId));
  const action = user === null ? texts.session.signIn : settings.personas ? texts.session.switch : texts.session.signOut;
  return (
    <button type="button" className="persona-button" onClick={askToSignIn}>
      <Avatar name={name} />
      <span>
        <b>{name}</b>
        <small>{action}</small>
      </span>
      <Icon name="swap" />
    </button>
  );
}

function Logo() {
  return (
    <svg viewBox="0 0 32 32" className="logo" aria-hidden="true">
      <rect width="32" height="32" rx="9" />
      <path d="M12 9.600v12.800a1 1 0 0 0 1.500.900l10.600-6.400a1 1 0 0 0 0-1.800L13.500 8.700a1 1 0 0 0-1.500.900Z" />
      <rect x="6.500" y="9" width="2.600" height="14" rx="1.300" />
    </svg>
  );
}
