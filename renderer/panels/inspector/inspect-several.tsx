import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { commandOf, runCommand } from '../../commands/all-commands.ts'
import { buttons, flow, panels } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'

const arranging: readonly (readonly [string, ReactNode])[] = [
  ['node.align-left', <AlignStartVertical key="l" />],
  ['node.align-centre-x', <AlignCenterVertical key="x" />],
  ['node.align-right', <AlignEndVertical key="r" />],
  ['node.align-top', <AlignStartHorizontal key="t" />],
  ['node.align-centre-y', <AlignCenterHorizontal key="y" />],
  ['node.align-bottom', <AlignEndHorizontal key="b" />],
  ['node.distribute-x', <AlignHorizontalDistributeCenter key="dx" />],
  ['node.distribute-y', <AlignVerticalDistributeCenter key="dy" />],
]
const acting = [
  'node.group',
  'edit.duplicate',
  'node.mute',
  'node.bypass',
  'node.pin',
  'node.collapse',
  'node.arrange',
  'run.selected',
  'edit.delete',
]

/** Several nodes: the actions that apply to all of them. */
export function InspectSeveral({ count }: { readonly count: number }) {
  const studio = useStudio()
  return (
    <>
      <header>
        <h2>{count} nodes</h2>
      </header>
      <div className={panels.body}>
        <h3>Arrange</h3>
        <div className={flow.chips}>
          {arranging.map(([id, icon]) => (
            <Button
              key={id}
              className={buttons.framed}
              aria-label={commandOf(studio, id).title}
              onPress={() => runCommand(studio, id)}
            >
              {icon}
            </Button>
          ))}
        </div>
        <h3>Actions</h3>
        <div className={flow.actions}>
          {acting.map(id => (
            <Button key={id} onPress={() => runCommand(studio, id)}>
              {commandOf(studio, id).title}
            </Button>
          ))}
        </div>
      </div>
    </>
  )
}
