import { createStore } from 'zustand/vanilla'
import type { GalleryPicture } from '../../../runtime/contract/answers.ts'
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
  /** Newest first. */
  readonly pictures: readonly GalleryPicture[]
  /** Are there older ones to ask for? */
  readonly hasMore: boolean
}

export const isSamePicture = (a: Picture, b: Picture): boolean =>
  a.filename === b.filename && a.subfolder === b.subfolder && a.type === b.type

const page = 200

/** Pictures of the history, as far back as they were asked for. */
function createPictureList(api: EditorApi) {
  const store = createStore<PictureList>(() => ({ query: {}, pictures: [], hasMore: false }))
  const read = (query: PictureQuery, before?: number) =>
    api.request('gallery:list', {
      search: query.search ?? '',
      favourites: query.favourites ?? false,
      limit: page,
      ...(query.document !== undefined && { document: query.document }),
      ...(before !== undefined && { before }),
    })
  let isLoading = false
  return {
    store,
    /** Lists something else, or the same again. An answer that comes after the next question is dropped. */
    async ask(query: PictureQuery): Promise<void> {
      store.setState({ query })
      const pictures = await read(query)
      if (store.getState().query === query) store.setState({ pictures, hasMore: pictures.length === page })
    },
    async loadMore(): Promise<void> {
      const { query, pictures, hasMore } = store.getState()
      if (isLoading || !hasMore) return
      isLoading = true
      try {
        const older = await read(query, pictures.at(-1)?.number)
        if (store.getState().query === query)
          store.setState({ pictures: [...store.getState().pictures, ...older], hasMore: older.length === page })
      } finally {
        isLoading = false
      }
    },
    /** Reads the newest ones again; older ones stay. */
    async refresh(): Promise<void> {
      const { query } = store.getState()
      const newest = await read(query)
      if (store.getState().query !== query) return
      const last = newest.at(-1)?.number ?? Number.POSITIVE_INFINITY
      const isNew = ({ picture }: GalleryPicture) => newest.some(each => isSamePicture(each.picture, picture))
      store.setState(({ pictures, hasMore }) => {
        const older = newest.length < page ? [] : pictures.filter(each => each.number < last && !isNew(each))
        return { pictures: [...newest, ...older], hasMore: older.length > 0 ? hasMore : newest.length === page }
      })
    },
    change: (next: (pictures: readonly GalleryPicture[]) => readonly GalleryPicture[]): void =>
      store.setState(({ pictures }) => ({ pictures: next(pictures) })),
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
    async favour({ picture }: ShownPicture, isFavourite: boolean): Promise<void> {
      await api.request('gallery:favour', { picture, isFavourite })
      const marked = <T extends ShownPicture>(each: T): T =>
        isSamePicture(each.picture, picture) ? { ...each, isFavourite } : each
      for (const list of lists) list.change(pictures => pictures.map(marked))
      looking.setState(({ selected }) => ({ selected: selected && marked(selected) }))
    },
    /** What the history has of a picture. */
    find: (picture: Picture): ShownPicture =>
      lists.flatMap(({ store }) => store.getState().pictures).find(each => isSamePicture(each.picture, picture)) ?? {
        picture,
        run: null,
        isFavourite: false,
      },
  }
}

export type Gallery = ReturnType<typeof createGallery>
