import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../../runtime/contract/answers.ts'
import type { RunEvent } from '../../../runtime/contract/run-event.ts'
import { type ConnectedWindow, type Editor, openEditor } from '../../../runtime/editor/editor.ts'
import { answer } from '../../../runtime/editor/page/answer.ts'
import { browserShell } from '../../../runtime/editor/page/shell.ts'
import type { Listener } from '../../../runtime/editor/windows.ts'
import type { Channel } from '../../../runtime/engine-process/channel.ts'
import { forkEngine } from '../../../runtime/engine-process/fork.ts'

/** A shipped workflow with a picture of 64×64. */
const text = readFileSync(
  fileURLToPath(new URL('../../../workflows/hyper-sd-4-steps-eta.json', import.meta.url)),
  'utf8',
).replace('[128, 128, 1]', '[64, 64, 1]')
const folder = mkdtempSync(join(tmpdir(), 'leapgraph-editor-'))
let editor: Editor
let window: ConnectedWindow
let engine: Channel
/** Where a person saves. */
let target: string | null = null
const events: { readonly run: string; readonly event: RunEvent }[] = []

beforeAll(async () => {
  // As an earlier version left them.
  mkdirSync(join(folder, 'temp'), { mode: 0o755 })
  writeFileSync(join(folder, 'leapgraph.sqlite'), '', { mode: 0o644 })
  editor = await openEditor({
    version: '0',
    userFolder: folder,
    outputFolder: join(folder, 'output'),
    inputFolder: join(folder, 'input'),
    modelFolders: [join(folder, 'models')],
    startEngine: () => (engine = forkEngine()),
    shell: { ...browserShell, dialogs: true, pickSaveTarget: async name => join(folder, target ?? name) },
  })
  window = editor.openWindow((name, data) => name === 'run' && events.push(data as (typeof events)[number]))
})
afterAll(() => editor.close())

const isJpeg = ([first, second]: Uint8Array) => first === 0xff && second === 0xd8
const ask = (channel: string, ...args: unknown[]) => answer(window.handlers, channel, args)
const listen = (listener: Listener) => editor.openWindow(listener).close
const ended = (run: string): Promise<RunRecord> =>
  new Promise(resolve => {
    const end = listen((name, data) => {
      if (name !== 'recorded' || (data as RunRecord).id !== run) return
      end()
      resolve(data as RunRecord)
    })
  })

describe('an editor', () => {
  test('starts with every node, the built-in files, and what could not be found', async () => {
    const start = await window.handlers['editor:start']()
    expect(start.specs.map(({ type }) => type)).toContain('TCDSampler')
    expect(start.files.checkpoints).toEqual(['micro-sd.safetensors'])
    expect(start.problems[0]).toMatch(/folder .*models does not exist/)
  })

  test('refuses what is not in the contract, in words', async () => {
    await expect(ask('engine:eval', '1')).rejects.toThrow("there is no request 'engine:eval'")
    await expect(ask('run:start', { text: 7, title: '' })).rejects.toThrow(/run:start: 0\.text/)
    await expect(ask('history:list')).rejects.toThrow('history:list')
  })

  test('draws a picture, shows it while it is drawn, and remembers the document', async () => {
    const run = (await ask('run:start', { text, title: 'four steps' })) as string
    const record = await ended(run)
    expect(record).toMatchObject({ title: 'four steps', status: 'done', device: 'cpu', errors: [] })
    const own = events.filter(each => each.run === run).map(({ event }) => event)
    expect(own.some(event => event.kind === 'preview' && isJpeg(event.jpeg))).toBe(true)
    expect(await ask('history:workflow', run)).toBe(text)
    const [{ filename, subfolder }] = record.pictures as [RunRecord['pictures'][number]]
    const view = await editor.picture(new URLSearchParams({ filename, subfolder, type: 'output', thumb: '64' }))
    expect([view.status, view.type]).toEqual([200, 'image/webp'])
  })

  test('tells every window of a favourite', async () => {
    const told: unknown[] = []
    const end = listen((name, data) => name === 'favoured' && told.push(data))
    const picture = { filename: 'a.png', subfolder: '', type: 'output' }
    await ask('gallery:favour', { picture, isFavourite: true })
    end()
    expect(told).toEqual([{ picture, isFavourite: true }])
  })

  test('runs what waits in the order a person gives, without what the person cancels', async () => {
    const runs = await Promise.all(
      ['a', 'b', 'c', 'd'].map(title => ask('run:start', { text, title }) as Promise<string>),
    )
    const [, b, c, d] = runs as [string, string, string, string]
    await ask('queue:reorder', [d, c])
    expect(editor.runs.queue.filter(({ state }) => state === 'waiting').map(({ title }) => title)).toEqual([
      'd',
      'c',
      'b',
    ])
    await ask('run:cancel', c)
    await ask('queue:clear')
    await editor.runs.idle()
    expect(events.filter(({ run, event }) => run === b && event.kind === 'run-end')).toMatchObject([
      { event: { status: 'cancelled' } },
    ])
  })

  test('a document that cannot be read fails its own run only', async () => {
    const broken = (await ask('run:start', { text: '{"nodes": [{}]}', title: 'broken' })) as string
    expect((await ended(broken)).errors[0]?.message).toContain('nodes.0')
  })

  test('an engine that dies ends the run it was in, and the next run starts another', async () => {
    // Another prompt: what is still held would not be computed again.
    const other = text.replace('a flat drawing of a fox on a blue background', 'a red apple')
    const run = (await ask('run:start', { text: other, title: 'dies' })) as string
    await new Promise<void>(resolve => {
      const end = listen((name, data) => {
        if (name !== 'run' || (data as (typeof events)[number]).event.kind !== 'node-start') return
        end()
        resolve()
      })
    })
    const over = ended(run)
    engine.kill()
    const record = await over
    expect(record.status).toBe('failed')
    expect(record.errors[0]?.message).toMatch(/the engine stopped/)
    expect(editor.engine.state.state).toBe('stopped')
    const next = (await ask('run:start', { text, title: 'lives' })) as string
    expect((await ended(next)).status).toBe('done')
  })

  test('reads dropped workflows, pictures and prompts, and says what another file is', async () => {
    const picture = readFileSync(
      fileURLToPath(new URL('../../../workflows/pictures/hyper-sd-1-step.png', import.meta.url)),
    )
    const read = (name: string, bytes: Uint8Array) =>
      ask('workflow:read', { name, bytes: Buffer.from(bytes).toString('base64') }) as Promise<{ text: string }>
    expect((await read('rocket.png', picture)).text).toContain('SamplerCustom')
    await expect(read('letter.txt', Buffer.from('Dear aunt,'))).rejects.toThrow(/letter\.txt cannot be opened/)
    await expect(read('half.json', Buffer.from('{"nodes": ['))).rejects.toThrow(/half\.json cannot be opened/)
  })

  test('saves a file whole or not at all, and says what prevents it', async () => {
    const path = join(folder, 'saved/mine.json')
    const save = (place: string) => {
      target = place
      return ask('workflow:save', { path: null, name: 'mine', text })
    }
    const saved = { path, title: 'mine', version: expect.any(String), wasGone: false }
    expect(await save('saved/mine.json')).toEqual({ saved })
    const known = { path, version: createHash('sha256').update(text).digest('hex') }
    expect(await ask('workflow:save', { path, name: 'mine', text, known })).toEqual({ saved })
    expect(readFileSync(path, 'utf8')).toBe(text)
    await expect(save('saved/mine.json/below.json')).rejects.toThrow(
      /could not be written: a part of its path is a file/,
    )
    await expect(save('saved')).rejects.toThrow(/could not be written/)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('lists the shipped workflows by their names, with the files they need', async () => {
    const { examples, forYourModels } = await window.handlers['workflow:list']()
    expect(examples.find(({ id }) => id === 'hyper-sd-1-step')).toMatchObject({
      title: 'Hyper-SD in one step',
      picture: 'view?example=hyper-sd-1-step.png',
    })
    const files = forYourModels.find(({ id }) => id === 'hyper-sdxl-1-step')?.files
    expect(files?.map(({ folder, name }) => `${folder}/${name}`)).toEqual([
      'checkpoints/sd_xl_base_1.0.safetensors',
      'loras/Hyper-SDXL-1step-lora.safetensors',
    ])
  })

  test('does not read or write a file that no person chose', async () => {
    const secret = join(folder, 'settings.json')
    await expect(ask('workflow:open', secret)).rejects.toThrow('was not opened here')
    await expect(ask('workflow:save', { path: secret, name: 'x', text })).rejects.toThrow('was not opened here')
    expect(existsSync(secret)).toBe(false)
  })

  test('a path in the journal makes no file one that a person chose', async () => {
    const planted = join(folder, 'planted.json')
    writeFileSync(planted, text)
    await ask('journal:write', { id: 'planted', title: 'x', path: planted, dirty: true, text })
    await window.handlers['editor:start']()
    await expect(ask('workflow:open', planted)).rejects.toThrow('was not opened here')
    await expect(ask('workflow:save', { path: planted, name: 'x', text })).rejects.toThrow('was not opened here')
    await ask('journal:forget', 'planted')
  })

  test('gives equal pictures one name and different ones different names', async () => {
    const grey = async (level: number) =>
      (
        await sharp(Uint8Array.of(level), { raw: { width: 1, height: 1, channels: 1 } })
          .png()
          .toBuffer()
      ).toString('base64')
    const up = async (level: number) => ask('picture:upload', { name: '../a b.png', bytes: await grey(level) })
    expect([await up(1), await up(1), await up(2)]).toEqual(['a b.png', 'a b.png', 'a b (1).png'])
    const named = async (name: string) => ask('picture:upload', { name, bytes: await grey(1) })
    expect(await named('CON.png')).toBe('_CON.png')
    expect(await named(`${'x'.repeat(400)}.png`)).toBe(`${'x'.repeat(196)}.png`)
  })

  test('takes no text for a picture, whatever its name ends in', async () => {
    const bytes = Buffer.from('a shopping list').toString('base64')
    await expect(ask('picture:upload', { name: 'text.png', bytes })).rejects.toThrow(
      'text.png is not a picture: it contains text.',
    )
  })

  test('shows no file outside its folders', async () => {
    writeFileSync(join(folder, 'secret.png'), 'secret')
    for (const filename of ['../secret.png', '/etc/passwd', '..%2fsecret.png', 'a\0.png'])
      expect((await editor.picture(new URLSearchParams({ filename, subfolder: '', type: 'output' }))).status).not.toBe(
        200,
      )
    expect(
      (await editor.picture(new URLSearchParams({ filename: 'secret.png', subfolder: '..', type: 'output' }))).status,
    ).toBe(403)
  })

  test.skipIf(process.platform === 'win32')('keeps other users of the machine from the store and the previews', () => {
    for (const name of ['temp', 'leapgraph.sqlite', 'leapgraph.sqlite-wal'])
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  })

  test('uses a folder that a page names only when a person confirms it, or chose it before', async () => {
    const foreign = join(folder, 'foreign')
    for (const part of [{ outputFolder: foreign }, { modelFolders: [foreign] }])
      await expect(ask('settings:change', part)).rejects.toThrow(`${foreign} must be confirmed in a terminal`)
    expect(await ask('settings:change', {})).toMatchObject({ outputFolder: '', modelFolders: [] })
    const chosen = { outputFolder: join(folder, 'output'), modelFolders: [join(folder, 'models')] }
    expect(await ask('settings:change', chosen)).toMatchObject(chosen)
    await ask('settings:change', { outputFolder: '', modelFolders: [] })
  })

  test('follows a models folder that is added and removed', async () => {
    const root = join(folder, 'models')
    mkdirSync(join(root, 'loras'), { recursive: true })
    writeFileSync(join(root, 'loras/mine.safetensors'), 'no header')
    const [mine] = ((await ask('models:list')) as { name: string; problem: string | null }[]).filter(
      ({ name }) => name === 'mine.safetensors',
    )
    expect(mine?.problem).toBeTruthy()
    rmSync(root, { recursive: true })
    expect(((await ask('files:list')) as Record<string, string[]>).loras).toEqual(['micro-hyper-lora.safetensors'])
  })

  test('counts tokens as CLIP does', async () => {
    expect(await ask('prompt:read', 'a photo of a (red:1.2) fox')).toEqual({ tokens: 6, chunks: 1, loras: [] })
    expect(await ask('prompt:read', 'fox '.repeat(80))).toEqual({ tokens: 80, chunks: 2, loras: [] })
  })

  test('says which LoRAs a prompt names, and what may have been meant where there is none', async () => {
    const { loras } = (await ask('prompt:read', '<lora:micro-hyper-lora:0.8> a <lora:mikro-hyper:1:0.5>')) as {
      loras: unknown[]
    }
    const there = { written: '<lora:micro-hyper-lora:0.8>', name: 'micro-hyper-lora', model: 0.8, clip: 0.8 }
    const absent = { written: '<lora:mikro-hyper:1:0.5>', name: 'mikro-hyper', model: 1, clip: 0.5 }
    expect(loras).toEqual([
      { ...there, file: 'micro-hyper-lora.safetensors', nearest: [] },
      { ...absent, file: null, nearest: ['micro-hyper-lora.safetensors'] },
    ])
  })
})
