import { FilePlus2, FolderOpen, Layers, PencilLine, Sparkles, TextCursorInput } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Button, Heading } from 'react-aria-components'
import type { Examples } from '../../../runtime/contract/answers.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { ModalDialog } from '../../look/modal-dialog.tsx'
import { buttons } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './welcome.module.css'

/** The first thing a newcomer sees: one press, one picture. */
export function Welcome() {
  const studio = useStudio()
  const { api, layout } = studio
  const [examples, setExamples] = useState<Examples['examples']>([])
  useEffect(() => {
    api.request('workflow:list').then(
      ({ examples }) => setExamples(examples),
      () => {},
    )
  }, [api])
  const example = examples.find(({ id }) => id === 'hyper-sd-1-step')
  const leave = () => {
    layout.close()
    void studio.attempt(() => studio.set({ welcomeSeen: true }))
  }
  const go = (command: string) => () => {
    leave()
    runCommand(studio, command)
  }
  return (
    <ModalDialog frame={css.welcome} onClose={leave}>
      <div className={css.hero}>
        {example?.picture && <img src={example.picture} alt="A rocket, drawn in one step" />}
      </div>
      <div className={css.words}>
        <Heading slot="title">From noise to picture in one step</Heading>
        <p>
          Leapgraph makes pictures with Stable Diffusion, in a graph of nodes. A small model for trying out is built in,
          so the first picture takes a second and needs no download.
        </p>
        <Button className={buttons.primary} autoFocus onPress={go('first.picture')}>
          <Sparkles /> Make a first picture
        </Button>
        <ul>
          <Way icon={<TextCursorInput />} title="Type, and the picture updates" onPress={go('first.form')} />
          <Way icon={<PencilLine />} title="Draw, and the picture updates" onPress={go('first.drawing')} />
        </ul>
        <ul>
          <Way icon={<FolderOpen />} title="Open a workflow, or a picture made by one" onPress={go('file.open')} />
          <Way icon={<FilePlus2 />} title="Start with an empty canvas" onPress={go('file.new')} />
          <Way icon={<Layers />} title="Add my models folder" onPress={go('settings.folders')} />
        </ul>
      </div>
    </ModalDialog>
  )
}

interface WayProps {
  readonly icon: ReactNode
  readonly title: string
  onPress(): void
}

const Way = ({ icon, title, onPress }: WayProps) => (
  <li>
    <Button className={buttons.quiet} onPress={onPress}>
      {icon} {title}
    </Button>
  </li>
)
