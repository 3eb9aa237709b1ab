import { defineConfig } from 'vitest/config';

// `mvn` says where the page goes (it belongs to the classpath, not to the sources); `npm run dev` needs no such place.
const server = process.env['NOTES_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
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
