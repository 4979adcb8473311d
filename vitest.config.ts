import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    // One process runs many files: starting one for each and loading the same modules again took a quarter of the time.
    isolate: false,
    unstubGlobals: true,
    unstubEnvs: true,
    // Sessions of tests take one thread each.
    maxWorkers: '100%',
    // Limits for what hangs. Nothing here is measured: a busy machine may take its time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
