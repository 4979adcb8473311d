/** What both worlds of a page say to each other: calls of what the preload exposes, and their ends. */
export type Shape =
  | { readonly function: number }
  | { readonly value: unknown }
  | { readonly members: Readonly<Record<string, Shape>> }
export type Argument = { readonly callback: number } | { readonly value: unknown }

export interface Call {
  readonly id: number
  readonly function: number
  readonly args: readonly Argument[]
}
export interface Outcome {
  readonly id: number
  /** The call's end is still to come. */
  readonly promised?: boolean
  readonly shape?: Shape
  readonly error?: string
}

/**
 * The page's own half of contextBridge, which runs in the page as source text: builds what the preload exposes. The
 * worlds share the document but no object; events under a name that only both halves know carry clones across.
 */
export function pageWorld(secret: string): void {
  let count = 0
  const outcomes = new Map<number, (outcome: Outcome) => void>()
  const callbacks = new Map<number, (...args: readonly unknown[]) => void>()
  const say = (kind: string, detail: unknown) =>
    document.dispatchEvent(new CustomEvent(`${secret}:${kind}`, { detail }))
  const hear = <T>(kind: string, listener: (detail: T) => void) =>
    document.addEventListener(`${secret}:${kind}`, event => listener((event as CustomEvent<T>).detail))

  const build = (shape: Shape): unknown => {
    if ('value' in shape) return shape.value
    if ('function' in shape) return (...args: readonly unknown[]) => call(shape.function, args)
    const members = Object.entries(shape.members).map(([name, member]) => [name, build(member)])
    return Object.freeze(Object.fromEntries(members))
  }
  const finish = ({ error, shape }: Outcome): unknown => {
    if (error !== undefined) throw new Error(error)
    return shape && build(shape)
  }
  const argument = (value: unknown): Argument => {
    if (typeof value !== 'function') return { value }
    callbacks.set(++count, value as () => void)
    return { callback: count }
  }
  const call = (target: number, args: readonly unknown[]): unknown => {
    const id = ++count
    let first: Outcome | undefined
    outcomes.set(id, outcome => {
      first = outcome
    })
    say('call', { id, function: target, args: args.map(argument) } satisfies Call)
    outcomes.delete(id)
    if (!first) throw new Error('The preload does not answer.')
    if (!first.promised) return finish(first)
    return new Promise<Outcome>(settle => outcomes.set(id, settle)).then(finish)
  }

  hear<Outcome>('outcome', outcome => {
    const settle = outcomes.get(outcome.id)
    settle?.(outcome)
  })
  hear<{ id: number; args: readonly unknown[] }>('callback', ({ id, args }) => callbacks.get(id)?.(...args))
  // Chromium would make a window and then close it; Electron asks first.
  window.open = url => {
    say('open', new URL(url ?? '', location.href).href)
    return null
  }
  hear<{ name: string; shape: Shape }>('expose', ({ name, shape }) =>
    Object.defineProperty(window, name, { value: build(shape), enumerable: true }),
  )
}
