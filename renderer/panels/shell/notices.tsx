import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { IconButton } from '../../look/controls.tsx'
import { buttons } from '../../look/styles.ts'
import type { Notice } from '../../studio/notices.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './notices.module.css'

const icons = { info: <Info />, good: <CircleCheck />, warn: <TriangleAlert />, bad: <CircleAlert /> } as const

/** The notices, in the lower left corner of the stage: beside the minimap, below menus.  A screen reader reads errors at once, and other notices when it is idle. */
export function Notices() {
  const { notices } = useStudio()
  const all = useStore(notices.store, ({ notices }) => notices)
  return (
    <section
      className={css.notices}
      aria-label="Notices"
      onPointerEnter={() => notices.hold(true)}
      onPointerLeave={() => notices.hold(false)}
      onFocus={() => notices.hold(true)}
      onBlur={() => notices.hold(false)}
    >
      <div role="alert">{all.filter(({ tone }) => tone === 'bad').map(show)}</div>
      <div role="status">{all.filter(({ tone }) => tone !== 'bad').map(show)}</div>
    </section>
  )
}

const show = (notice: Notice) => <Told key={notice.id} notice={notice} />

function Told({ notice: { id, tone, message, list, action } }: { readonly notice: Notice }) {
  const { notices } = useStudio()
  const act = () => {
    action?.run()
    notices.dismiss(id)
  }
  return (
    <div className={css.notice} data-tone={tone}>
      {icons[tone]}
      <div className={css.says}>
        <p>{message}</p>
        {list && (
          <ul>
            {list.map(sentence => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
      {action && (
        <Button className={buttons.link} onPress={act}>
          {action.title}
        </Button>
      )}
      <IconButton icon={X} label="Dismiss" onPress={() => notices.dismiss(id)} />
    </div>
  )
}
