import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { DocumentHandle, OpenDocument } from './document-handle.ts'
import { isForm, type LayoutState, type SidePanel } from './layout.ts'
import type { RunView } from './run-view.ts'
import type { Studio } from './studio.ts'

export const StudioContext = createContext<Studio | null>(null)

export function useStudio(): Studio {
  const studio = useContext(StudioContext)
  if (!studio) throw new Error('this component stands outside StudioContext')
  return studio
}

/** The document that everything inside shows and changes; null where a part of the window belongs to no document. */
export const DocumentContext = createContext<DocumentHandle | null>(null)

/** The document that this part of the window shows and changes. */
export function useDocument(): DocumentHandle {
  const document = useContext(DocumentContext)
  if (!document) throw new Error('this component stands outside DocumentContext')
  return document
}

/** The document that this part of the window shows, or a part of it; elsewhere the one in front, if any is open. */
export function useActive<T = OpenDocument>(
  select: (document: OpenDocument) => T = document => document as T,
): T | undefined {
  const own = useContext(DocumentContext)
  const { store, find } = useStudio().documents
  return useStore(store, ({ active }) => {
    const document = own ?? find(active ?? '')
    return document && select(document.read())
  })
}

export const useLayout = <T>(select: (layout: LayoutState) => T): T => useStore(useStudio().layout.store, select)

/** Is the document shown as a form? Until the user selects, its file decides. */
export function useIsForm(): boolean {
  const document = useActive()
  const seenAs = useLayout(({ seenAs }) => seenAs)
  return document !== undefined && isForm(document, seenAs)
}

/** The panel on the left. Beside a form there is no node library: a form has no nodes to place. */
export function useSide(): SidePanel | null {
  const side = useLayout(({ side }) => side)
  return useIsForm() && side === 'nodes' ? null : side
}

/** The progress and the results of the document's latest run. */
export function useRunView(): RunView | undefined {
  const id = useActive(document => document.id)
  return useStore(useStudio().runs.store, ({ views }) => (id === undefined ? undefined : views[id]))
}
