import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSocket } from '../../../renderer/bridge/connect.ts'
import { bytesToBase64 } from '../../../renderer/bridge/files.ts'
import { readWire, writeWire } from '../../../runtime/contract/wire.ts'

/** A socket that goes nowhere: the test is what it is connected to. */
class Line {
  static readonly OPEN = 1
  static readonly dialled: Line[] = []
  readyState = 0
  readonly sent: string[] = []
  onopen = () => {}
  onclose = () => {}
  onmessage = (_: { data: string }) => {}
  readonly address: string
  constructor(address: URL) {
    this.address = String(address)
    Line.dialled.push(this)
  }
  send = (text: string) => void this.sent.push(text)
  open() {
    this.readyState = Line.OPEN
    this.onopen()
  }
  close() {
    this.readyState = 3
    this.onclose()
  }
  receive = (message: unknown) => this.onmessage({ data: writeWire(message) })
  asked = () => this.sent.map(text => readWire(text))
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Line)
  Line.dialled.length = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function connected() {
  const states: (readonly [isLost: boolean, wait: number])[] = []
  const opened = openSocket(new URL('http://localhost:8188/socket'), (...state) => states.push(state))
  const line = () => Line.dialled.at(-1)!
  line().open()
  return { api: await opened, states, line }
}

describe('the connection of a page in a browser', () => {
  test('is a WebSocket to where the page came from', async () => {
    const { line } = await connected()
    expect(line().address).toBe('ws://localhost:8188/socket')
  })

  test('brings each answer to who asked for it, whatever the order', async () => {
    const { api, line } = await connected()
    const [first, second] = [api.request('files:list'), api.request('models:list')]
    expect(line().asked()).toEqual([
      { id: 1, channel: 'files:list', args: [] },
      { id: 2, channel: 'models:list', args: [] },
    ])
    line().receive({ id: 2, value: ['second'] })
    line().receive({ id: 1, value: { input: ['a.png'] } })
    expect(await second).toEqual(['second'])
    expect(await first).toEqual({ input: ['a.png'] })
  })

  test('keeps numbers that JSON would round', async () => {
    const { api, line } = await connected()
    const answer = api.request('files:list')
    line().receive({ id: 1, value: 2n ** 63n + 1n })
    expect(await answer).toBe(2n ** 63n + 1n)
  })

  test('fails a request with the sentence that the program answers', async () => {
    const { api, line } = await connected()
    const answer = api.request('files:list')
    line().receive({ id: 1, error: 'There is no such folder.' })
    await expect(answer).rejects.toThrow('There is no such folder.')
  })

  test('brings events to who listens, until they stop', async () => {
    const { api, line } = await connected()
    const heard: unknown[] = []
    const stop = api.on('queue', queue => heard.push(queue))
    line().receive({ event: 'queue', data: [1] })
    line().receive({ event: 'files', data: null })
    stop()
    line().receive({ event: 'queue', data: [2] })
    expect(heard).toEqual([[1]])
  })

  test('that breaks fails what was asked, says so, and is taken up again after a second', async () => {
    const { api, states, line } = await connected()
    const answer = api.request('files:list')
    line().close()
    await expect(answer).rejects.toThrow('The connection to Leapgraph was lost. Try again.')
    await expect(api.request('files:list')).rejects.toThrow('Leapgraph is not reachable')
    await vi.advanceTimersByTimeAsync(1000)
    expect(Line.dialled).toHaveLength(2)
    line().open()
    expect(states).toEqual([
      [false, 0],
      [true, 1],
      [true, 0],
      [false, 0],
    ])
    const again = api.request('files:list')
    line().receive({ id: 2, value: 'here' })
    expect(await again).toBe('here')
  })

  test('is tried again after one second, two, up to five, and the seconds are counted down', async () => {
    const { states, line } = await connected()
    line().close()
    for (const wait of [1, 2, 3, 4, 5, 5]) {
      expect(states.at(-1)).toEqual([true, wait])
      const dialled = Line.dialled.length
      await vi.advanceTimersByTimeAsync(wait * 1000 - 1)
      expect(Line.dialled).toHaveLength(dialled)
      await vi.advanceTimersByTimeAsync(1)
      expect(Line.dialled).toHaveLength(dialled + 1)
      expect(states.at(-1)).toEqual([true, 0])
      line().close()
    }
    await vi.advanceTimersByTimeAsync(5000)
    line().open()
    line().close()
    expect(states.at(-1)).toEqual([true, 1])
  })
})

describe('bytes in a message', () => {
  test('are base64, however many there are', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251)
    expect(bytesToBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    expect(bytesToBase64(new Uint8Array())).toBe('')
  })
})
