// Writes src/schema.gen.ts, the types of the API, from the service's own document. Not kept in git: it cannot go stale.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

export const document = new URL('../../../server/src/main/resources/openapi.yaml', import.meta.url);
export const target = new URL('../src/schema.gen.ts', import.meta.url);

const header = '// Made from openapi.yaml by `npm run generate`; changes belong there.\n';

/** The types as text. */
export async function generate() {
  return header + astToString(await openapiTS(document, { alphabetize: true, defaultNonNullable: false }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await generate();
  const before = await readFile(target, 'utf8').catch(() => '');
  // An untouched file keeps its date, and what was built from it stays fresh.
  if (text !== before) {
    await mkdir(new URL('.', target), { recursive: true });
    await writeFile(target, text);
  }
}
