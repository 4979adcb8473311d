import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest test, in a small file: begun last, it would keep one core while the other waits. */
const LONGEST = '/webgpu.test.ts'

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    const isLongest = ({ moduleId }: TestSpecification) => Number(moduleId.endsWith(LONGEST))
    return sorted.sort((a, b) => isLongest(b) - isLongest(a))
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    // One process runs many files: starting one for each and loading the same modules again took a quarter of the time.
    isolate: false,
    unstubGlobals: true,
    unstubEnvs: true,
    // Engine processes that tests start reuse what Node compiled last time, as those of the command line do.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node') },
    sequence: { sequencer: LongestFirst },
    // Sessions of tests take one thread each.
    maxWorkers: '100%',
    // Limits for what hangs. Nothing here is measured: a busy machine may take its time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
