import type { NodeSpec } from '../../../graph/node.ts'
import { inputLabel } from '../../../graph/ports/input-label.ts'
import { pathTitle } from '../../library/categories.ts'
import { texts } from '../../look/styles.ts'
import css from './node-help.module.css'

/** What a node does, what goes in and what comes out. */
export function NodeHelp({ spec }: { readonly spec: NodeSpec }) {
  const inputs = Object.entries(spec.inputs).filter(([, port]) => port.kind === 'socket')
  const outputs = Object.entries(spec.outputs)
  return (
    <section className={css.help}>
      <h3>What it does</h3>
      <p>{spec.about}</p>
      {inputs.length > 0 && <h3>What goes in</h3>}
      <dl>
        {inputs.map(([name, port]) => (
          <div key={name}>
            <dt>
              {inputLabel(spec, name)} <span className={texts.tag}>{port.kind === 'socket' ? port.type : ''}</span>
              {port.optional && <span className={texts.faint}> optional</span>}
            </dt>
            {port.help && <dd>{port.help}</dd>}
          </div>
        ))}
      </dl>
      {outputs.length > 0 && <h3>What comes out</h3>}
      <dl>
        {outputs.map(([name, { type, help }]) => (
          <div key={name}>
            <dt>
              {name.toLowerCase()} <span className={texts.tag}>{type}</span>
            </dt>
            {help && <dd>{help}</dd>}
          </div>
        ))}
      </dl>
      {spec.formula && (
        <>
          <h3>How it works</h3>
          <pre>{spec.formula.lines.join('\n')}</pre>
          <p className={texts.faint}>{spec.formula.source}</p>
        </>
      )}
      <p className={texts.faint}>
        {spec.type} · {pathTitle(spec.category)}
      </p>
    </section>
  )
}
