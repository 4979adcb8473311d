import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { OpenDocument } from './documents.ts'
import { isForm, type LayoutState, type SidePanel } from './layout.ts'
import type { RunView } from './runs.ts'
import type { Studio } from './studio.ts'

export const StudioContext = createContext<Studio | null>(null)

export function useStudio(): Studio {
  const studio = useContext(StudioContext)
  if (!studio) throw new Error('this component stands outside StudioContext')
  return studio
}

/** The document in front, or a part of it; undefined when none is open. */
export const useActive = <T = OpenDocument>(
  select: (document: OpenDocument) => T = document => document as T,
): T | undefined =>
  useStore(useStudio().documents.store, ({ documents, active }) => {
    const document = documents.find(({ id }) => id === active)
    return document && select(document)
  })

export const useLayout = <T>(select: (layout: LayoutState) => T): T => useStore(useStudio().layout.store, select)

/** Is the document in front seen as a form? Where nobody chose, its file says. */
export function useIsForm(): boolean {
  const document = useActive()
  const seenAs = useLayout(({ seenAs }) => seenAs)
  return document !== undefined && isForm(document, seenAs)
}

/** The panel on the left: a form has no place for nodes. */
export function useSide(): SidePanel | null {
  const side = useLayout(({ side }) => side)
  return useIsForm() && side === 'nodes' ? null : side
}

/** What the latest run left on the document in front. */
export function useRunView(): RunView | undefined {
  const id = useActive(document => document.id)
  return useStore(useStudio().runs.store, ({ views }) => (id === undefined ? undefined : views[id]))
}
