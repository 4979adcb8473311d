/** The design tokens that the canvas draws with. */
const tokens = {
  ground: '--ground',
  grid: '--grid',
  panel: '--panel',
  raised: '--raised',
  raised2: '--raised-2',
  edge: '--edge',
  edgeStrong: '--edge-strong',
  ink: '--ink',
  ink2: '--ink-2',
  ink3: '--ink-3',
  accent: '--accent',
  good: '--good',
  warn: '--warn',
  bad: '--bad',
  bypassed: '--bypassed',
  cardShadow: '--card-shadow',
  /** The label over a picture that says how many there are. */
  badge: '--badge',
  badgeInk: '--badge-ink',
  font: '--font',
} as const

/** The colours and the font of the canvas, read from the design tokens. */
export interface Look extends Readonly<Record<keyof typeof tokens, string>> {
  readonly isLight: boolean
  /** The colour of a socket type. */
  socket(type: string): string
}

export function readLook(root: HTMLElement = document.documentElement): Look {
  const style = getComputedStyle(root)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const read = Object.entries(tokens).map(([name, of]) => [name, token(of)])
  const sockets = new Map<string, string>()
  return {
    ...(Object.fromEntries(read) as Record<keyof typeof tokens, string>),
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
  CLIP_VISION: { token: '--t-picture', shape: 'diamond' },
  CLIP_VISION_OUTPUT: { token: '--t-picture', shape: 'triangle' },
  IPADAPTER: { token: '--t-picture', shape: 'hexagon' },
  EMBEDS: { token: '--t-picture', shape: 'triangle' },
  EXPERT: { token: '--t-model', shape: 'diamond' },
}

/** The token that holds the colour of a socket type. */
export const socketToken = (type: string): string => sockets[type]?.token ?? '--t-number'
export const socketShape = (type: string): SocketShape => sockets[type]?.shape ?? 'ring'
