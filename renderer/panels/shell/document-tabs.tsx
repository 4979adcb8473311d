import { AppWindow, Plus, TriangleAlert, X } from 'lucide-react'
import { type RefObject, useEffect, useRef } from 'react'
import { Button, ToggleButton } from 'react-aria-components'
import { useStore } from 'zustand'
import type { Elsewhere } from '../../../runtime/contract/answers.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { IconButton } from '../../look/controls.tsx'
import { Hinted } from '../../look/hinted.tsx'
import { flow } from '../../look/styles.ts'
import { isDirty } from '../../studio/documents.ts'
import { fileNews } from '../../studio/file-news.ts'
import { takeOver } from '../../studio/sync/handovers.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './document-tabs.module.css'

/** The open documents, a dot marks what is not on disk; then those that this window can take over. */
export function DocumentTabs() {
  const studio = useStudio()
  const { documents, active } = useStore(studio.documents.store)
  const { unseen } = useStore(studio.failures)
  const elsewhere = useStore(studio.elsewhere)
  const list = useRef<HTMLUListElement>(null)
  useActiveInView(list, active)
  const show = (id: string) => studio.documents.find(id)?.show()
  const close = (id: string) => {
    show(id)
    runCommand(studio, 'file.close')
  }
  const rename = (id: string) => runCommand(studio, 'file.rename', studio.documents.find(id))
  return (
    <>
      <ul ref={list} className={css.tabs} aria-label="Open workflows">
        {documents.map(document => {
          const { id, title } = document
          const [dirty, news, failed] = [isDirty(document), fileNews(document), unseen.has(id)]
          const states = [dirty && 'not saved', news && `${news} on disk`, failed && 'the run failed']
          const label = [title, ...states].filter(Boolean).join(', ')
          return (
            <li key={id} className={id === active ? css.active : undefined} onDoubleClick={() => rename(id)}>
              <ToggleButton
                className={css.tab}
                isSelected={id === active}
                aria-label={label}
                onPress={() => show(id)}
                onKeyDown={event => event.key === 'F2' && rename(id)}
              >
                {news && <TriangleAlert className={css.news} />}
                {dirty && <i className={css.unsaved} />}
                {failed && <i className={css.failed} />}
                <span className={flow.name}>{title}</span>
              </ToggleButton>
              <Button className={css.close} aria-label={`Close ${title}`} onPress={() => close(id)}>
                <X />
              </Button>
            </li>
          )
        })}
        {elsewhere.map(document => (
          <OtherTab key={document.id} document={document} />
        ))}
      </ul>
      <IconButton icon={Plus} label="New workflow" onPress={() => runCommand(studio, 'file.new')} />
    </>
  )
}

/** Scrolls to the active tab when another one becomes active, and when the list gets narrower. */
function useActiveInView(list: RefObject<HTMLUListElement | null>, active: string | null): void {
  useEffect(() => {
    const element = list.current
    if (!element) return
    const show = () =>
      active !== null &&
      element.querySelector('[aria-pressed=true]')?.closest('li')?.scrollIntoView({ inline: 'nearest' })
    const sizes = new ResizeObserver(show)
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [list, active])
}

/** A document that this window does not have. */
function OtherTab({ document: { id, title, isShown } }: { readonly document: Elsewhere }) {
  const studio = useStudio()
  return (
    <li>
      <Hinted
        title={isShown ? 'Open in another window. Press to take it over.' : 'Not open in a window. Press to show it.'}
      >
        <Button
          className={css.elsewhere}
          aria-label={`${title}, ${isShown ? 'open in another window' : 'not open in a window'}`}
          onPress={() => void studio.attempt(() => takeOver(studio, id))}
        >
          <AppWindow />
          <span className={flow.name}>{title}</span>
        </Button>
      </Hinted>
    </li>
  )
}
