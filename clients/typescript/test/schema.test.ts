import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ReelsClient, type OperationId } from '../src/index.js';
// @ts-expect-error A script, without types of its own.
import { generate, target } from '../scripts/generate.mjs';

/** Pages for people, and the steps of the one upload that `ResumableUpload` is. */
type NoMethod =
  | 'getDocs'
  | 'getDocsAsset'
  | 'getOpenApiYaml'
  | 'getOpenApiJson'
  | 'getMetrics'
  | Extract<OperationId, `${string}ResumableUpload${string}`>;

type Missing = Exclude<OperationId, keyof ReelsClient | NoMethod>;

it('the types are those of the document', async () => {
  const fresh = (await (generate as () => Promise<string>)()) as string;
  expect(await readFile(target as URL, 'utf8')).toBe(fresh);
});

it('every operation of the document has its method', () => {
  // A compiler error here names the operation that the client lacks.
  const missing: Missing[] = [] satisfies never[];
  expect(missing).toEqual([]);
  const allThere: [Missing] extends [never] ? true : Missing = true;
  expect(allThere).toBe(true);
});
