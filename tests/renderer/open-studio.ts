import { vi } from 'vitest'
import { loadNodes } from '../../nodes/registry.ts'
import { createStudio } from '../../renderer/studio/create-studio.ts'
import type { Studio } from '../../renderer/studio/studio.ts'
import { nodeViews } from '../../renderer/views/node-views.ts'
import type { Start } from '../../runtime/contract/answers.ts'
import type { EditorEvents } from '../../runtime/contract/editor-events.ts'
import type { Answers, Arguments, Channel, EditorApi } from '../../runtime/contract/requests.ts'
import { defaultSettings } from '../../runtime/contract/settings.ts'

const specs = [...(await loadNodes()).values()].map(({ spec }) => spec)

type Answer<C extends Channel> = (...args: Arguments<C>) => Answers[C] | Promise<Answers[C]>

/** What the program answers; other requests are answered with empty lists, or with nothing. */
export type Program = { readonly [C in Channel]?: Answer<C> }

/** What a program without files lists. */
const lists: Program = {
  'files:list': () => ({}),
  'models:list': () => [],
  'gallery:list': () => ({ count: 0, pictures: [] }),
}

export interface OpenStudio {
  readonly studio: Studio
  /** Where events of the page arrive. */
  readonly page: EventTarget
  /** What was asked of the program, in order. */
  readonly asked: readonly { readonly channel: Channel; readonly args: readonly unknown[] }[]
  /** The program tells the window something. */
  tell<E extends keyof EditorEvents>(event: E, data: EditorEvents[E]): void
}

/** The state of a window with all our nodes, before a program that answers as the test says. */
export function openStudio(program: Program = {}, start: Partial<Start> = {}): OpenStudio {
  const page = new EventTarget()
  vi.stubGlobal('window', page)
  vi.stubGlobal('localStorage', { getItem: () => null, setItem() {} })
  const asked: { channel: Channel; args: readonly unknown[] }[] = []
  const listeners = new Map<string, Set<(data: never) => void>>()
  const api: EditorApi = {
    async request(channel, ...args) {
      asked.push({ channel, args })
      const answer = { ...lists, ...program }[channel] as ((...args: unknown[]) => unknown) | undefined
      return answer?.(...args) as never
    },
    on(event, listener) {
      const all = listeners.get(event) ?? new Set()
      listeners.set(event, all.add(listener))
      return () => all.delete(listener)
    },
  }
  const studio = createStudio(
    api,
    {
      version: '0',
      platform: 'linux',
      dialogs: true,
      specs,
      settings: defaultSettings,
      recipes: [],
      files: {},
      engine: { state: 'ready', device: 'cpu', message: null },
      queue: [],
      shown: {},
      tabs: { order: [], active: null, documents: [] },
      elsewhere: [],
      open: [],
      problems: [],
      ...start,
    },
    nodeViews,
  )
  return {
    studio,
    page,
    asked,
    tell(event, data) {
      for (const listener of listeners.get(event) ?? []) listener(data as never)
    },
  }
}

/** The text of a workflow with these nodes, each `[type, ...values]`; ids count from 1. */
export const textOf = (...nodes: readonly (readonly [type: string, ...values: unknown[]])[]): string =>
  JSON.stringify({
    version: 0.4,
    links: [],
    nodes: nodes.map(([type, ...values], i) => ({ id: i + 1, type, widgets_values: values })),
  })

/** What each open document says in one widget of its first node, by title. */
export const firstValues = ({ documents }: Studio, widget = 0): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    documents.store
      .getState()
      .documents.map(({ title, present }) => [title, (present.nodes[0]?.widgets_values as unknown[])?.[widget]]),
  )
