import { ExternalLink } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, Heading, Link } from 'react-aria-components'
import { useStore } from 'zustand'
import { trialModel } from '../../graph/trial-model.ts'
import type { MachineFacts } from '../../runtime/contract/answers.ts'
import { DialogHeader, ModalDialog } from '../look/modal-dialog.tsx'
import { flow, texts } from '../look/styles.ts'
import { useStudio } from '../studio/use-studio.ts'
import { addressOf, type RealModel, realModels, timeOf } from './real-models.ts'
import css from './real-models-dialog.module.css'

/** The way to a real model: which files, from where, into which folder, and what they will cost on this machine. */
export function RealModelsDialog() {
  const { api, layout, attempt } = useStudio()
  const [machine, setMachine] = useState<MachineFacts | null>(null)
  useEffect(() => void attempt(async () => setMachine(await api.request('machine:measure'))), [api, attempt])
  return (
    <ModalDialog onClose={layout.close}>
      <DialogHeader title={<Heading slot="title">Get a real model</Heading>} onClose={layout.close} />
      <p>
        {trialModel.title} draws {trialModel.things.length} things. For everything else download a checkpoint, and a
        Hyper-SD LoRA beside it for pictures in one step.
      </p>
      <div className={css.models}>
        {realModels.map(model => (
          <Model key={model.title} model={model} machine={machine} />
        ))}
      </div>
      <p className={texts.faint}>
        {machine === null
          ? 'Measuring the speed of this machine…'
          : `The times are estimates: the work of one picture, measured once, divided by the speed at which this CPU multiplies matrices now, ${(machine.flops / 1e9).toFixed(0)} GFLOP/s. The first picture also reads the file. A graphics card is faster.`}
      </p>
      <Folders />
    </ModalDialog>
  )
}

function Model({ model, machine }: { readonly model: RealModel; readonly machine: MachineFacts | null }) {
  const { title, about, files, pixels, memory } = model
  const isTight = machine !== null && machine.memory < memory
  return (
    <section className={css.model} aria-label={title}>
      <h3>{title}</h3>
      <p>{about}</p>
      <ul>
        {files.map(file => (
          <li key={file.name}>
            <Link href={addressOf(file)} target="_blank" rel="noreferrer">
              {file.name} <ExternalLink aria-label="opens huggingface.co" />
            </Link>
            <span className={texts.faint}>
              {file.size} · into the folder <b>{file.folder}</b>
            </span>
          </li>
        ))}
      </ul>
      <dl>
        <div>
          <dt>
            A picture of {pixels}×{pixels} in 1 step
          </dt>
          <dd>{machine === null ? '…' : `about ${timeOf(model, 1, machine.flops)}`}</dd>
        </div>
        <div>
          <dt>In 20 steps with cfg, without the LoRA</dt>
          <dd>{machine === null ? '…' : `about ${timeOf(model, 40, machine.flops)}`}</dd>
        </div>
        <div>
          <dt>Memory</dt>
          <dd>
            about {gigabytes(memory)}
            {machine && ` of ${gigabytes(machine.memory)}`}
          </dd>
        </div>
      </dl>
      {isTight && (
        <p className={`${texts.note} ${texts.warn}`}>
          This machine has less memory. A run that needs too much is refused before it starts.
        </p>
      )}
    </section>
  )
}

/** The models folders, one of which the files go into. */
function Folders() {
  const { layout, settings } = useStudio()
  const { modelFolders } = useStore(settings)
  return (
    <div className={flow.row}>
      <p className={flow.spring}>
        {modelFolders.length === 0
          ? 'You have no models folder yet. Make a folder with the folders checkpoints and loras in it, and add it.'
          : `Your models folders: ${modelFolders.join(', ')}.`}
      </p>
      <Button onPress={() => layout.open({ kind: 'settings', section: 'folders' })}>
        {modelFolders.length === 0 ? 'Add a folder…' : 'Change the folders…'}
      </Button>
    </div>
  )
}

const gigabytes = (bytes: number): string => `${Math.round(bytes / 1e9)} GB`
