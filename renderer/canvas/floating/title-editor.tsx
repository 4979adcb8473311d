import { Input, TextField } from 'react-aria-components'
import { setTitle } from '../../../graph/edit/appearance.ts'
import { groupsOf, renameGroup } from '../../../graph/edit/groups.ts'
import { useDocument } from '../../studio/use-studio.ts'
import { useTyped } from '../../widgets/use-typed.ts'
import type { Floating } from '../canvas-state.ts'
import type { Mounted } from '../mount.ts'
import { useCanvas } from '../use-canvas.ts'
import css from './title-editor.module.css'

interface Props {
  readonly what: Extract<Floating, { kind: 'title' | 'group-title' }>
  onClose(): void
}

/** A field over the title of a node or a group. */
export function TitleEditor({ what, onClose }: Props) {
  const { mounted } = useCanvas()
  const document = useDocument()
  const target = targetOf(what, mounted, document.read().present)
  const { text, type, commit, giveUp } = useTyped(text => {
    if (target && text !== target.title)
      document.change(
        'Rename',
        what.kind === 'title' ? setTitle(target.id, text) : renameGroup(what.index, text || 'Group'),
      )
    return null
  })
  if (!target) return null
  const [left, top] = mounted.view.toScreen(target.at)
  const { scale } = mounted.view.ds
  const done = () => {
    commit()
    onClose()
  }
  return (
    <TextField
      className={css.title}
      aria-label="Title"
      style={{ left, top, width: target.width, transform: `scale(${scale})` }}
      value={text ?? target.title}
      onChange={type}
      autoFocus
      onBlur={done}
      onKeyDown={event => {
        if (event.key === 'Escape') giveUp()
        if (event.key === 'Enter' || event.key === 'Escape') done()
      }}
    >
      <Input onFocus={event => event.currentTarget.select()} />
    </TextField>
  )
}

function targetOf(what: Props['what'], { graph }: Mounted, present: Parameters<typeof groupsOf>[0]) {
  if (what.kind === 'title') {
    const card = graph.cards.get(what.node)
    return (
      card && {
        id: card.node.id,
        title: card.title,
        at: [card.bounds[0], card.bounds[1]] as const,
        width: card.bounds[2],
      }
    )
  }
  const group = groupsOf(present)[what.index]
  return (
    group && {
      id: '',
      title: group.title,
      at: [group.bounding[0], group.bounding[1]] as const,
      width: group.bounding[2],
    }
  )
}
