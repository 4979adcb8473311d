import { createStore } from 'zustand/vanilla'
import type { GalleryPage, GalleryPicture } from '../../../runtime/contract/answers.ts'
import type { EditorApi } from '../../../runtime/contract/requests.ts'
import type { Picture } from '../../../runtime/contract/run-event.ts'

/** A picture as the window shows it; `run` is null of one that the history does not have, such as a draft. */
export interface ShownPicture extends Pick<GalleryPicture, 'picture' | 'isFavourite'> {
  readonly run: GalleryPicture['run'] | null
}

/** What a list of pictures is asked for. */
export interface PictureQuery {
  readonly search?: string
  readonly favourites?: boolean
  /** The id of a document. */
  readonly document?: string
}

export interface PictureList {
  readonly query: PictureQuery
  /** All that the query finds, newest first; undefined: not read yet. */
  readonly pictures: readonly (GalleryPicture | undefined)[]
}

export const isSamePicture = (a: Picture, b: Picture): boolean =>
  a.filename === b.filename && a.subfolder === b.subfolder && a.type === b.type

/** How many are read at once. */
const page = 200

const withPage = (
  pictures: PictureList['pictures'],
  { offset, count, pictures: read }: GalleryPage & { readonly offset: number },
): PictureList['pictures'] => Array.from({ length: count }, (_, i) => read[i - offset] ?? pictures[i])

/** Pictures of the history: the newest ones, and those that are in view. */
function createPictureList(api: EditorApi) {
  const store = createStore<PictureList>(() => ({ query: {}, pictures: [] }))
  const read = async ({ search = '', favourites = false, document }: PictureQuery, offset: number) => ({
    offset,
    ...(await api.request('gallery:list', {
      search,
      favourites,
      limit: page,
      offset,
      ...(document !== undefined && { document }),
    })),
  })
  /** What the present pictures were asked for, and the offsets that are being read for them besides. */
  let listed = { query: store.getState().query, reading: new Set<number>() }
  let inView: readonly number[] = []
  let latest = 0
  async function refresh(): Promise<void> {
    const turn = ++latest
    const { query } = store.getState()
    const pages = await Promise.all([...new Set([0, ...inView])].map(offset => read(query, offset)))
    if (turn !== latest) return
    listed = { query, reading: new Set() }
    store.setState({ pictures: pages.toReversed().reduce(withPage, []) })
  }
  async function readPage(offset: number): Promise<void> {
    const { query, reading } = listed
    reading.add(offset)
    const answer = await read(query, offset).finally(() => reading.delete(offset))
    if (listed.reading !== reading) return
    const { pictures } = store.getState()
    if (answer.count !== pictures.length) return refresh()
    store.setState({ pictures: withPage(pictures, answer) })
  }
  return {
    store,
    /** Lists something else, or the same again. An answer that comes after the next question is dropped. */
    ask(query: PictureQuery): Promise<void> {
      store.setState({ query })
      inView = []
      return refresh()
    },
    /** Reads those from the index `first` up to before `end` that were not read yet. */
    async see(first: number, end: number): Promise<void> {
      const { pictures } = store.getState()
      const from = Math.floor(first / page)
      inView = Array.from({ length: Math.ceil(end / page) - from }, (_, i) => (from + i) * page)
      const missing = inView.filter(offset => pictures[offset] === undefined && !listed.reading.has(offset))
      await Promise.all(missing.map(readPage))
    },
    /** Reads the newest ones and those in view again. */
    refresh,
    change: (next: (picture: GalleryPicture) => GalleryPicture): void =>
      store.setState(({ pictures }) => ({ pictures: pictures.map(each => each && next(each)) })),
  }
}

export interface Looking {
  /** What a person selected to look at; null: the newest picture of the document in front. */
  readonly selected: ShownPicture | null
  /** The first of two that are compared. */
  readonly compared: ShownPicture | null
}

/** The pictures of all runs: a list for the gallery, one for the document in front, and which one is looked at. */
export function createGallery(api: EditorApi) {
  const all = createPictureList(api)
  const ofDocument = createPictureList(api)
  const lists = [all, ofDocument]
  const looking = createStore<Looking>(() => ({ selected: null, compared: null }))
  return {
    all,
    ofDocument,
    looking,
    select: (selected: ShownPicture | null): void => looking.setState({ selected }),
    compare: (compared: ShownPicture | null): void => looking.setState({ compared }),
    /** A run ended, or runs were removed elsewhere. */
    refresh: () => Promise.all(lists.map(list => list.refresh())),
    favour: ({ picture }: ShownPicture, isFavourite: boolean) =>
      api.request('gallery:favour', { picture, isFavourite }),
    /** A picture was marked, in this window or in another one. */
    mark(picture: Picture, isFavourite: boolean): void {
      const marked = <T extends ShownPicture>(each: T): T =>
        isSamePicture(each.picture, picture) ? { ...each, isFavourite } : each
      for (const list of lists) list.change(marked)
      looking.setState(({ selected }) => ({ selected: selected && marked(selected) }))
    },
    /** What the history has of a picture. */
    find: (picture: Picture): ShownPicture =>
      lists
        .flatMap(({ store }) => store.getState().pictures)
        .find(each => each !== undefined && isSamePicture(each.picture, picture)) ?? {
        picture,
        run: null,
        isFavourite: false,
      },
  }
}

export type Gallery = ReturnType<typeof createGallery>
