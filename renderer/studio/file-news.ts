import type { Workflow } from '../../graph/workflow.ts'

/** What another program did to the file of a document. */
export interface FileNews {
  /** The content that the file has now; null where it was deleted. */
  readonly version: string | null
  /** The user keeps the document as it is here, and was not asked since. A save still asks. */
  readonly isDismissed: boolean
}

/** What is known of the file of a document, see `OpenDocument`. */
interface FileState {
  readonly version: string | null
  readonly news: FileNews | null
  readonly saved: Workflow | null
}

/** What a look at the file changes. @param version  null: there is no file */
export function afterLook({ version: known, news }: FileState, version: string | null): Partial<FileState> {
  // Of a document from an earlier version it is not known which content it was made from.
  if (known === null) return {}
  if (version === known) return news ? { news: null } : {}
  if (news?.version === version) return {}
  // A document whose file is gone is saved nowhere.
  return { news: { version, isDismissed: false }, ...(version === null && { saved: null }) }
}

/** The document stays as it is; it differs from its file. */
export const kept = ({ news }: FileState): Partial<FileState> =>
  news ? { news: { ...news, isDismissed: true }, saved: null } : {}

/** What a notice says of the file; null where there is nothing to say. */
export const fileNews = ({ news }: Pick<FileState, 'news'>): 'changed' | 'deleted' | null =>
  !news || news.isDismissed ? null : news.version === null ? 'deleted' : 'changed'
