import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Prompt } from '../../../graph/prompt.ts'
import { forkEngine } from '../../../runtime/engine-process/fork.ts'
import { ProcessHost } from '../../../runtime/engine-process/process-host.ts'
import { openLibrary } from '../../../runtime/library/library.ts'
import { modelFolders } from '../folders.ts'
import { openWorkflow } from '../open-workflow.ts'

/** Matrix products, in floating-point operations, that the CPU computes in the time of a step, and in that of the rest of a picture. */
interface Cost {
  readonly step: number
  readonly rest: number
}

/** Measured: seconds × the matrix speed of the same run (README.md, "Accuracy and speed"; the small model with `npm run bench`). */
const costs = {
  small: { step: 0.007e12, rest: 0.019e12 },
  sd15: { step: 0.93e12, rest: 2.75e12 },
  sdxl: { step: 8.7e12, rest: 14.8e12 },
} satisfies Readonly<Record<string, Cost>>

const shipped = fileURLToPath(new URL('../../../workflows', import.meta.url))

/**
 * Seconds that a picture of each shipped workflow takes on this CPU, at the size that its family was trained on, without the loading of files and without ControlNets, as `name 12 s`.
 * Workflows of several pictures are left out.
 *
 * @param flops  floating-point operations that the CPU computes in a second
 */
export async function expectedTimes(flops: number): Promise<string[]> {
  const folders = await modelFolders({ models: [], extraModelPaths: [] })
  const host = new ProcessHost({ start: () => forkEngine(), settings: { folders, device: 'cpu' } })
  try {
    const { specs } = await host.facts()
    const library = openLibrary(folders)
    const names = (await readdir(shipped, { recursive: true })).filter(name => name.endsWith('.json')).toSorted()
    const lines = names.map(async name => {
      const { prompt } = await (await openWorkflow(join(shipped, name)))(specs, library)
      const { step, rest } = costOf(name)
      const seconds = (evaluationsOf(prompt) * step + rest) / flops
      return isGrid(prompt)
        ? []
        : [`${name.replaceAll('\\', '/')} ${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`]
    })
    return (await Promise.all(lines)).flat()
  } finally {
    await host.close()
  }
}

function costOf(name: string): Cost {
  if (!name.startsWith('for-your-models')) return costs.small
  return /xl|turbomix/.test(name) ? costs.sdxl : costs.sd15
}

const isGrid = (prompt: Prompt): boolean => Object.values(prompt).some(({ class_type }) => /Grid/.test(class_type))

/** How often a UNet runs: once for a step, twice with guidance. */
export function evaluationsOf(prompt: Prompt): number {
  const nodes = Object.values(prompt).map(({ inputs }) => inputs)
  const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)
  const steps = nodes.reduce((sum, { steps, start_at_step, end_at_step }) => {
    const of = number(steps, 0)
    return sum + Math.max(0, Math.min(of, number(end_at_step, of)) - number(start_at_step, 0))
  }, 0)
  const guidance = Math.max(1, ...nodes.map(({ cfg }) => number(cfg, 1)))
  return Math.max(1, steps) * (guidance > 1 ? 2 : 1)
}
