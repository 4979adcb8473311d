import { defineConfig, mergeConfig } from 'vitest/config'
import units from './vitest.config.ts'

/**
 * Measures how much of the renderer's logic its unit tests run: every `.ts` file of `renderer/`, whether a test loads it or not.
 * Components (`.tsx`) are tested in the browser by `tests/app/`, so they do not count.
 */
export default mergeConfig(
  units,
  defineConfig({
    test: {
      coverage: {
        enabled: true,
        provider: 'v8',
        include: ['renderer/**/*.ts'],
        exclude: [
          // Declares types; nothing in it runs.
          '**/*.d.ts',
          // How the window is built, not part of it.
          'renderer/vite.config.ts',
        ],
        // Each folder, and in it the files and lines that no test runs. Covered files are left out of the table.
        reporter: [['text', { skipFull: true }], 'text-summary'],
        reportsDirectory: '.build/coverage',
        thresholds: { statements: 70, lines: 70 },
      },
    },
  }),
)
