import type { Browser } from 'playwright-core';

export interface Persona {
  id: number;
  name: string;
  who: string;
}

export const PHONE: { viewport: { width: number; height: number }; hasTouch: boolean; isMobile: boolean };
export const DESKTOP: { viewport: { width: number; height: number } };
export function launch(...more: string[]): Promise<Browser>;
export function tokenOf(url: string, userId: number): Promise<string>;
export function sessionOf(url: string, persona: Persona): Promise<string>;
