import { computed, signal } from '@preact/signals';

export type Route =
  { page: 'home' } | { page: 'session'; id: string } | { page: 'admin' } | { page: 'unknown' };

const path = signal(location.pathname);
window.addEventListener('popstate', () => (path.value = location.pathname));

export const route = computed((): Route => parse(path.value));

export function parse(pathname: string): Route {
  const [first, second, ...rest] = pathname.split('/').filter((part) => part !== '');
  if (first === undefined || first === 'index.html') return { page: 'home' };
  if (first === 'sessions' && second && rest.length === 0)
    return { page: 'session', id: decodeURIComponent(second) };
  if (first === 'admin' && second === undefined) return { page: 'admin' };
  return { page: 'unknown' };
}

export function go(to: string): void {
  history.pushState(null, '', to);
  path.value = location.pathname;
  window.scrollTo(0, 0);
}

/** Follows a link within the page; new tabs and windows stay the browser's own business. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.pathname);
}
