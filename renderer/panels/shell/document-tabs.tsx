import { Plus, TriangleAlert, X } from 'lucide-react'
import { Button, ToggleButton } from 'react-aria-components'
import { useStore } from 'zustand'
import { runCommand } from '../../commands/all-commands.ts'
import { IconButton } from '../../look/controls.tsx'
import { flow } from '../../look/styles.ts'
import { isDirty } from '../../studio/documents.ts'
import { fileNews } from '../../studio/elsewhere.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './document-tabs.module.css'

/** The open documents; a dot marks what is not on disk. */
export function DocumentTabs() {
  const studio = useStudio()
  const { documents, active } = useStore(studio.documents.store)
  const { unseen } = useStore(studio.failures)
  const show = (id: string) => studio.documents.find(id)?.show()
  const close = (id: string) => {
    show(id)
    runCommand(studio, 'file.close')
  }
  const rename = (id: string) => runCommand(studio, 'file.rename', studio.documents.find(id))
  return (
    <>
      <ul className={css.tabs} aria-label="Open workflows">
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
      </ul>
      <IconButton icon={Plus} label="New workflow" onPress={() => runCommand(studio, 'file.new')} />
    </>
  )
}
