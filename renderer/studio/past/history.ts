import { createStore } from 'zustand/vanilla'
import type { RunRecord } from '../../../runtime/contract/answers.ts'
import type { EditorApi } from '../../../runtime/contract/requests.ts'

export interface HistoryState {
  /** Newest first. */
  readonly records: readonly RunRecord[]
  /** Are there older ones to ask for? */
  readonly hasMore: boolean
}

const page = 40

/** The runs that ended, as far back as they were asked for. */
export function createRunHistory(api: EditorApi) {
  const store = createStore<HistoryState>(() => ({ records: [], hasMore: true }))
  return {
    store,
    add: (record: RunRecord): void =>
      store.setState(({ records }) => ({ records: [record, ...records.filter(({ id }) => id !== record.id)] })),
    /** Reads the newest ones again. */
    async refresh(): Promise<void> {
      const newest = await api.request('history:list', { limit: page })
      store.setState({ records: newest, hasMore: newest.length === page })
    },
    async loadMore(): Promise<void> {
      const before = store.getState().records.at(-1)?.id
      const older = await api.request('history:list', { limit: page, ...(before !== undefined && { before }) })
      store.setState(({ records }) => ({
        records: [...records, ...older.filter(({ id }) => !records.some(each => each.id === id))],
        hasMore: older.length === page,
      }))
    },
    async forget(ids: readonly string[]): Promise<void> {
      await api.request('history:forget', [...ids])
      store.setState(({ records }) => ({ records: records.filter(({ id }) => !ids.includes(id)) }))
    },
    async clear(): Promise<void> {
      await api.request('history:clear')
      store.setState({ records: [], hasMore: false })
    },
  }
}

export type RunHistory = ReturnType<typeof createRunHistory>
