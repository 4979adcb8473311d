import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { type Program, root } from './program.ts'

export interface Ended {
  readonly status: string
  /** The messages of its errors. */
  readonly errors: readonly string[]
}

/** Starts runs of one program and follows them. */
export function follow(program: Program) {
  const events = new Map<string, RunEvent[]>()
  program.on((name, data) => {
    if (name !== 'run') return
    const { run, event } = data as { run: string; event: RunEvent }
    events.set(run, [...(events.get(run) ?? []), event])
  })
  const until = async (isSo: () => boolean, what: string, ms = 60_000) => {
    for (const start = Date.now(); !isSo(); await sleep(10))
      if (Date.now() - start > ms) throw new Error(`${what}: not within ${ms / 1000} seconds`)
  }
  const has = (run: string, kind: RunEvent['kind']) => events.get(run)?.some(event => event.kind === kind) ?? false

  async function ended(run: string): Promise<Ended> {
    await until(() => has(run, 'run-end'), 'the run ends')
    const own = events.get(run)!
    const end = own.find(event => event.kind === 'run-end')
    return {
      status: end?.kind === 'run-end' ? end.status : '',
      errors: own.flatMap(event => (event.kind === 'error' ? [event.error.message] : [])),
    }
  }

  return {
    events,
    until,
    ended,
    start: (wish: Wish = {}) => program.request('run:start', { text: small(wish), title: 'fault', document: null }),
    /** Resolves when a node of it has begun. */
    begun: (run: string) => until(() => has(run, 'node-start'), 'a node begins'),
    async once(wish: Wish = {}): Promise<Ended> {
      return ended(await this.start(wish))
    },
  }
}

export type Runs = ReturnType<typeof follow>

interface Wish {
  readonly steps?: number
  readonly checkpoint?: string
}

let seed = 1

/** A picture of 64 x 64 pixels with a seed that no other run has. */
function small({ steps = 1, checkpoint = 'micro-sd.safetensors' }: Wish): string {
  const socket = (name: string, type: string, link: number) => ({ name, type, link })
  const out = (name: string, type: string, ...links: number[]) => ({ name, type, links })
  const node = (id: number, type: string, inputs: object[], outputs: object[], ...widgets: unknown[]) => ({
    ...{ id, type, inputs, outputs, widgets_values: widgets },
  })
  const model = [out('MODEL', 'MODEL', 1), out('CLIP', 'CLIP', 2), out('VAE', 'VAE', 7)]
  const sampled = [
    ...[socket('model', 'MODEL', 1), socket('positive', 'CONDITIONING', 3), socket('negative', 'CONDITIONING', 4)],
    socket('latent_image', 'LATENT', 5),
  ]
  return JSON.stringify({
    nodes: [
      node(1, 'CheckpointLoaderSimple', [], model, checkpoint),
      node(2, 'CLIPTextEncode', [socket('clip', 'CLIP', 2)], [out('CONDITIONING', 'CONDITIONING', 3, 4)], 'a fox'),
      node(3, 'EmptyLatentImage', [], [out('LATENT', 'LATENT', 5)], 64, 64, 1),
      node(4, 'KSampler', sampled, [out('LATENT', 'LATENT', 6)], seed++, 'fixed', steps, 1, 'euler', 'normal', 1),
      node(5, 'VAEDecode', [socket('samples', 'LATENT', 6), socket('vae', 'VAE', 7)], [out('IMAGE', 'IMAGE', 8)]),
      node(6, 'SaveImage', [socket('images', 'IMAGE', 8)], [], 'fault'),
    ],
    links: [
      [1, 1, 0, 4, 0, 'MODEL'],
      [2, 1, 1, 2, 0, 'CLIP'],
      [3, 2, 0, 4, 1, 'CONDITIONING'],
      [4, 2, 0, 4, 2, 'CONDITIONING'],
      [5, 3, 0, 4, 3, 'LATENT'],
      [6, 4, 0, 5, 0, 'LATENT'],
      [7, 1, 2, 5, 1, 'VAE'],
      [8, 5, 0, 6, 0, 'IMAGE'],
    ],
    version: 0.4,
  })
}

/** Copies the model that ships under another name into the user's folder. @returns its path */
export function ownCheckpoint(home: string, name: string): string {
  const path = join(home, 'models/checkpoints', name)
  copyFileSync(join(root, 'models/checkpoints/micro-sd.safetensors'), path)
  return path
}
