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
