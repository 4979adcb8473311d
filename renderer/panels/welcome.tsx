import { FilePlus2, FolderOpen, Layers, Sparkles } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { Examples } from '../../runtime/contract/answers.ts'
import { runCommand } from '../commands/all-commands.ts'
import { openPath } from '../commands/workflow-files.ts'
import { useStudio } from '../studio/use-studio.ts'

const first = 'hyper-sd-1-step'

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
  const example = examples.find(({ title }) => title === first)
  const leave = () => {
    layout.close()
    void studio.attempt(() => studio.set({ welcomeSeen: true }))
  }
  const start = async () => {
    leave()
    if (!example) return
    await openPath(studio, example.path)
    runCommand(studio, 'run.run')
  }
  const go = (command: string) => () => {
    leave()
    runCommand(studio, command)
  }
  return (
    <ModalOverlay className="scrim" isOpen isDismissable onOpenChange={leave}>
      <Modal className="modal welcome">
        <Dialog>
          <div className="hero">
            {example?.picture && <img src={example.picture} alt="A rocket, drawn in one step" />}
          </div>
          <div className="words">
            <Heading slot="title">From noise to picture in one step</Heading>
            <p>
              Leapgraph draws with Stable Diffusion, as a graph of nodes. A small model is in the box, so the first
              picture takes a second and needs nothing else.
            </p>
            <Button className="primary big" autoFocus onPress={() => void start()}>
              <Sparkles /> Make a first picture
            </Button>
            <ul>
              <li>
                <Button className="quiet" onPress={go('file.open')}>
                  <FolderOpen /> Open a workflow, or a picture made by one
                </Button>
              </li>
              <li>
                <Button className="quiet" onPress={go('file.new')}>
                  <FilePlus2 /> Start with an empty canvas
                </Button>
              </li>
              <li>
                <Button
                  className="quiet"
                  onPress={() => {
                    leave()
                    layout.open({ kind: 'settings', section: 'folders' })
                  }}
                >
                  <Layers /> Use the models I have
                </Button>
              </li>
            </ul>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
