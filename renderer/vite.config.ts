import { join } from 'node:path'
import { defineConfig } from 'vite'

/** The page, for the desktop's `app://` and for the browser alike: addresses are relative. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: join(import.meta.dirname, '../.vite/renderer/main_window'),
    emptyOutDir: true,
    target: 'chrome140',
    // A font or picture inlined as data: would need the policy to allow it.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
})
