import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { latentRgb } from '../../engine/pipeline/vae/latent-rgb.ts'
import type { Sessions } from '../../engine/runtime/sessions.ts'
import { zeros } from '../../engine/tensor/tensor.ts'
import { type AnyNode, file, int, socket, text } from '../../graph/node.ts'
import { defineNode, type RunContext } from '../../nodes/define.ts'
import type { LoadedNode } from '../../nodes/registry.ts'

/** Nodes that add numbers, so that running, caching and failing can be watched without a model. */
const number = socket<number>('NUMBER')

const toyNumber = defineNode({
  type: 'Number',
  title: 'Number',
  about: 'A number.',
  inputs: { value: int({ default: 1, min: 0, max: 100 }) },
  outputs: { NUMBER: number },
  run: ({ value }) => ({ NUMBER: value }),
})

const toyAdd = defineNode({
  type: 'Add',
  title: 'Add',
  about: 'a + b.',
  inputs: { a: number, b: number },
  outputs: { NUMBER: number },
  run: ({ a, b }) => ({ NUMBER: a + b }),
})

const toyWrite = defineNode({
  type: 'Write',
  title: 'Write',
  about: 'Writes a number to a file.',
  inputs: { number, name: text({ default: 'number' }) },
  outputs: {},
  isOutput: true,
  async run({ number, name }, { folders, metadata, report }) {
    const path = join(folders.output, `${name}.txt`)
    await writeFile(path, `${number} ${metadata.prompt ?? ''}`)
    report({ kind: 'image', image: { filename: `${name}.txt`, subfolder: '', type: 'output', path } })
    return {}
  },
})

const toySlow = defineNode({
  type: 'Slow',
  title: 'Slow',
  about: 'Takes its time, and stops between two steps.',
  inputs: { number, steps: int({ default: 4, min: 1, max: 1000 }), ms: int({ default: 5, min: 0, max: 10_000 }) },
  outputs: { NUMBER: number },
  async run({ number, steps, ms }, { signal, progress }) {
    for (let step = 1; step <= steps; step++) {
      await sleep(ms)
      signal.throwIfAborted()
      progress(step, steps)
    }
    return { NUMBER: number }
  },
})

const toyBusy = defineNode({
  type: 'Busy',
  title: 'Busy',
  about: 'Holds its thread, as a native call does.',
  inputs: { number, ms: int({ default: 10, min: 0, max: 60_000 }) },
  outputs: { NUMBER: number },
  run({ number, ms }, { progress }) {
    progress(0, 1)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
    return { NUMBER: number }
  },
})

class ToyError extends Error {
  override readonly name = 'ToyError'
  readonly code = 'toy'
  readonly file = 'toy.safetensors'
}

const toyFail = defineNode({
  type: 'Fail',
  title: 'Fail',
  about: 'Throws.',
  inputs: { number },
  outputs: { NUMBER: number },
  run({ number }) {
    throw new ToyError(`${number} is not to my taste`, { cause: new RangeError('it is a number') })
  },
})

const toyCrash = defineNode({
  type: 'Crash',
  title: 'Crash',
  about: 'Ends its process, as running out of memory does.',
  inputs: { number },
  outputs: { NUMBER: number },
  run() {
    process.kill(process.pid, 'SIGKILL')
    return new Promise<never>(() => {})
  },
})

const toyFileName = defineNode({
  type: 'FileName',
  title: 'File Name',
  about: 'How long the name of a checkpoint is.',
  inputs: { ckpt_name: file('checkpoints') },
  outputs: { NUMBER: number },
  run: ({ ckpt_name }) => ({ NUMBER: ckpt_name.name.length }),
})

const toyWords = defineNode({
  type: 'Words',
  title: 'Words',
  about: 'A text that may name an embedding file.',
  inputs: { text: text() },
  outputs: { NUMBER: number },
  async fingerprint({ text = '' }, find) {
    if (text === 'endless') return new Promise<string>(() => {})
    if (text === 'unreadable') throw new Error('it cannot be read')
    return (await find('embeddings', `${text}.safetensors`))?.fingerprint ?? ''
  },
  run: ({ text }) => ({ NUMBER: text.length }),
})

const toyLoad = defineNode({
  type: 'Load',
  title: 'Load',
  about: 'Makes a session, which takes seven milliseconds of its time.',
  inputs: { number },
  outputs: { NUMBER: number },
  run({ number }, { sessions }) {
    const timings = sessions.timings as unknown as { createMs: number }[]
    timings.push({ createMs: 7 })
    return { NUMBER: number }
  },
})

const toySample = defineNode({
  type: 'Sample',
  title: 'Sample',
  about: 'One step, with a grey latent that a preview can be made of.',
  inputs: { number },
  outputs: { NUMBER: number },
  run({ number }, { progress }) {
    progress(1, 1, { latent: zeros([1, 4, 8, 8]), rgb: latentRgb('sd') })
    return { NUMBER: number }
  },
})

const toyDecode = defineNode({
  type: 'Decode',
  title: 'Decode',
  about: 'Shows a preview of its number before it gives it.',
  inputs: { number, fails: int({ default: 0, min: 0, max: 1 }), pieces: int({ default: 1, min: 1, max: 1000 }) },
  outputs: { NUMBER: number },
  async preview({ number, fails }, { report }) {
    report({ kind: 'decode-preview', jpeg: Uint8Array.of(number), index: 0 })
    if (fails) throw new ToyError('no preview')
  },
  async run({ number, pieces }, { signal, progress }) {
    for (let piece = 1; piece <= pieces; piece++) {
      await sleep(1)
      signal.throwIfAborted()
      progress(piece, pieces)
    }
    return { NUMBER: number }
  },
})

const all: readonly AnyNode<RunContext>[] = [
  toyNumber,
  toyAdd,
  toyWrite,
  toySlow,
  toyBusy,
  toyFail,
  toyCrash,
  toyFileName,
  toyWords,
  toyLoad,
  toySample,
  toyDecode,
]

const loaded = (definition: AnyNode<RunContext>): [string, LoadedNode] => {
  const { type, title, about, inputs, outputs, isOutput = false } = definition
  return [type, { definition, spec: { type, title, about, inputs, outputs, isOutput, category: 'toys' } }]
}

export const loadNodes = async (): Promise<ReadonlyMap<string, LoadedNode>> => new Map(all.map(loaded))

export const openSessions = async (): Promise<Sessions> => ({ device: 'cpu', timings: [] }) as unknown as Sessions
