/** The colours and fonts of the canvas, read from the design tokens. */
export interface Look {
  readonly ground: string
  readonly grid: string
  readonly panel: string
  readonly raised: string
  readonly raised2: string
  readonly edge: string
  readonly edgeStrong: string
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly accent: string
  readonly accentInk: string
  readonly good: string
  readonly warn: string
  readonly bad: string
  readonly bypassed: string
  readonly cardShadow: string
  /** The label over a picture that says how many there are. */
  readonly badge: string
  readonly badgeInk: string
  readonly font: string
  readonly mono: string
  readonly isLight: boolean
  /** The colour of a socket type. */
  socket(type: string): string
}

export function readLook(root: HTMLElement = document.documentElement): Look {
  const style = getComputedStyle(root)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const sockets = new Map<string, string>()
  return {
    ground: token('--ground'),
    grid: token('--grid'),
    panel: token('--panel'),
    raised: token('--raised'),
    raised2: token('--raised-2'),
    edge: token('--edge'),
    edgeStrong: token('--edge-strong'),
    ink: token('--ink'),
    ink2: token('--ink-2'),
    ink3: token('--ink-3'),
    accent: token('--accent'),
    accentInk: token('--accent-ink'),
    good: token('--good'),
    warn: token('--warn'),
    bad: token('--bad'),
    bypassed: token('--bypassed'),
    cardShadow: token('--card-shadow'),
    badge: token('--badge'),
    badgeInk: token('--badge-ink'),
    font: token('--font'),
    mono: token('--mono'),
    isLight: token('color-scheme') === 'light' || root.dataset.theme === 'light',
    socket(type) {
      const known = sockets.get(type) ?? token(socketToken(type))
      sockets.set(type, known)
      return known
    },
  }
}

export type SocketShape =
  | 'hexagon'
  | 'diamond'
  | 'square'
  | 'triangle'
  | 'rounded'
  | 'circle'
  | 'half'
  | 'cross'
  | 'ring'

/** A type has a colour and a shape, so that it can be told by either. */
const sockets: Readonly<Record<string, { readonly token: string; readonly shape: SocketShape }>> = {
  MODEL: { token: '--t-model', shape: 'hexagon' },
  CLIP: { token: '--t-clip', shape: 'diamond' },
  VAE: { token: '--t-vae', shape: 'square' },
  CONDITIONING: { token: '--t-conditioning', shape: 'triangle' },
  LATENT: { token: '--t-latent', shape: 'rounded' },
  IMAGE: { token: '--t-image', shape: 'circle' },
  MASK: { token: '--t-mask', shape: 'half' },
  CONTROL_NET: { token: '--t-control', shape: 'cross' },
}

/** The token that holds the colour of a socket type. */
export const socketToken = (type: string): string => sockets[type]?.token ?? '--t-number'
export const socketShape = (type: string): SocketShape => sockets[type]?.shape ?? 'ring'
