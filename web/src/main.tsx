import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
// Before the screens, whose own styles build on these.
import './styles/base.css';
import './styles/parts.css';
import { App } from './app.js';

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// Keeps the app for when there is no network; once everything of now is there.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch(() => {
      // Where the browser forbids it, the app does without.
    });
  });
}
