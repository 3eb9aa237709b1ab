import { effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';
const ORDER: readonly Theme[] = ['auto', 'light', 'dark'];
const KEY = 'whispernotes.theme';

export const theme = signal<Theme>(ORDER.find((known) => known === localStorage.getItem(KEY)) ?? 'auto');
const systemDark = matchMedia('(prefers-color-scheme: dark)');
export const dark = signal(false);

export function startTheme(): void {
  const apply = () => {
    dark.value = theme.value === 'dark' || (theme.value === 'auto' && systemDark.matches);
    document.documentElement.dataset['theme'] = dark.value ? 'dark' : 'light';
  };
  systemDark.addEventListener('change', apply);
  effect(apply);
}

export function nextTheme(): void {
  theme.value = ORDER[(ORDER.indexOf(theme.value) + 1) % ORDER.length] ?? 'auto';
  localStorage.setItem(KEY, theme.value);
}
