import { type Key, Layout, LayoutInfo, Rect, Size } from 'react-aria-components'

const space = 6
const smallest = 104
const largest = 168

/**
 * Squares in rows, as many in a row as fit; in CSS pixels.
 *
 * @param width of the list @param count of the squares
 */
export function squares(width: number, count: number) {
  const columns = Math.max(1, Math.floor((width + space) / (smallest + space)))
  const side = Math.max(1, Math.min(largest, Math.floor((width - (columns - 1) * space) / columns)))
  const rows = Math.ceil(count / columns)
  return {
    height: rows > 0 ? space + rows * (side + space) : 0,
    rect: (index: number): Rect =>
      new Rect((index % columns) * (side + space), space + Math.floor(index / columns) * (side + space), side, side),
    /** The squares whose rows touch the part of the list from `top` to `bottom`: from the first up to before `end`. */
    between(top: number, bottom: number): { readonly first: number; readonly end: number } {
      const row = Math.max(0, Math.ceil((top - space - side) / (side + space)))
      const last = Math.floor((bottom - space) / (side + space))
      const first = Math.min(count, row * columns)
      return { first, end: Math.max(first, Math.min(count, (last + 1) * columns)) }
    },
  }
}

/** The key of a picture counts from the oldest: it stays when newer ones come. */
export const keyOf = (index: number, count: number): number => count - 1 - index

interface Options {
  /** How many pictures there are, also those that the collection does not have yet. */
  readonly count: number
}

/** Lays out pictures by their keys alone: the time for a scroll does not depend on how many pictures there are. */
export class PictureGrid extends Layout {
  #count = 0
  #squares = squares(0, 0)
  readonly #infos = new Map<Key, LayoutInfo>()

  override shouldInvalidateLayoutOptions(next: Options, previous: Options): boolean {
    return next.count !== previous.count
  }

  override update({ layoutOptions }: { readonly layoutOptions?: Options }): void {
    this.#count = layoutOptions?.count ?? 0
    this.#squares = squares(this.virtualizer?.size.width ?? 0, this.#count)
    this.#infos.clear()
  }

  getVisibleLayoutInfos(rect: Rect): LayoutInfo[] {
    const { first, end } = this.between(rect.y, rect.maxY)
    const keys = new Set<Key>(this.virtualizer?.persistedKeys)
    for (let index = first; index < end; index++) keys.add(keyOf(index, this.#count))
    return [...keys].flatMap(key => this.getLayoutInfo(key) ?? []).sort((a, b) => Number(b.key) - Number(a.key))
  }

  getLayoutInfo(key: Key): LayoutInfo | null {
    if (!this.virtualizer?.collection.getItem(key)) return null
    const known = this.#infos.get(key)
    if (known) return known
    const info = new LayoutInfo('item', key, this.#squares.rect(keyOf(Number(key), this.#count)))
    this.#infos.set(key, info)
    return info
  }

  getContentSize(): Size {
    return new Size(this.virtualizer?.size.width ?? 0, this.#squares.height)
  }

  between(top: number, bottom: number): { readonly first: number; readonly end: number } {
    return this.#squares.between(top, bottom)
  }
}
