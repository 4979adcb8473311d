import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

/** litegraph's own number widget evaluates what is typed. Ours does not, and the page need not carry it. */
const withoutEval: Plugin = {
  name: 'without-eval',
  transform: (code, id) => (id.endsWith('litegraph.core.js') ? code.replace('eval(v)', 'Number(v)') : undefined),
}

/** The page, for the desktop's `app://` and for the browser alike: addresses are relative. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [withoutEval],
  build: {
    outDir: join(import.meta.dirname, '../.vite/renderer/main_window'),
    emptyOutDir: true,
    target: 'chrome140',
    // A font or picture inlined as data: would need the policy to allow it.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Libraries mark client components for servers; there is no server here.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
    chunkSizeWarningLimit: 2000,
  },
})
