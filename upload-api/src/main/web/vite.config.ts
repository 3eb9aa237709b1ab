import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// `mvn` says where the page goes (it belongs to the classpath, not to the sources); `npm run dev` needs no such place.
const server = process.env['NOTES_URL'] ?? 'http://127.0.0.1:8080';

/**
 * Nothing but our own files runs or is shown. Parts go straight to the store, whose address only the server knows, hence
 * the wide connect-src. Not while developing: there Vite injects styles.
 */
const POLICY = [
  "default-src 'self'",
  "connect-src 'self' http: https: ws: wss:",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  plugins: [contentSecurityPolicy],
  build: {
    outDir: process.env['WEB_OUT'] ?? '../../../target/classes/static',
    emptyOutDir: true,
    target: 'es2022',
    // A data: font or image would need a wider content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': server,
      '/ws': { target: server, ws: true },
    },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    restoreMocks: true,
  },
});
