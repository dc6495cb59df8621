'use strict';

// Swagger UI has dark colours, but leaves it to the page to say when.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

function fail(error) {
  const note = document.createElement('p');
  note.className = 'docs-note';
  note.setAttribute('role', 'alert');
  note.textContent = `The document could not be loaded (${error.message}). Reload the page to try again.`;
  document.getElementById('docs').replaceChildren(note);
}

async function show() {
  const response = await fetch('/api/openapi.json');
  if (!response.ok) {
    throw new Error(`HTTP ${response.status}`);
  }
  const spec = await response.json();
  // "Try it out" calls the service that served this page, wherever it listens.
  spec.servers = [{ url: window.location.origin, description: 'This service' }];
  window.SwaggerUIBundle({
    spec,
    dom_id: '#docs',
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    filter: false,
    tryItOutEnabled: true,
    // A storage key keeps its slashes.
    requestInterceptor: (request) => {
      request.url = request.url.replace(/\/media\/.*/, (path) => path.replaceAll('%2F', '/'));
      return request;
    },
    // Nothing of this page asks another host.
    validatorUrl: null,
  });
}

show().catch(fail);
