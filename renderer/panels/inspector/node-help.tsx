import type { NodeSpec } from '../../../graph/node.ts'
import { pathTitle } from '../../library/categories.ts'

/** What a node does, what goes in and what comes out. */
export function NodeHelp({ spec }: { readonly spec: NodeSpec }) {
  const inputs = Object.entries(spec.inputs).filter(([, port]) => port.kind === 'socket')
  const outputs = Object.entries(spec.outputs)
  return (
    <section className="node-help">
      <h3>What it does</h3>
      <p>{spec.about}</p>
      {inputs.length > 0 && <h3>What goes in</h3>}
      <dl>
        {inputs.map(([name, port]) => (
          <div key={name}>
            <dt>
              {name} <span className="tag">{port.kind === 'socket' ? port.type : ''}</span>
              {port.optional && <span className="where"> optional</span>}
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
              {name.toLowerCase()} <span className="tag">{type}</span>
            </dt>
            {help && <dd>{help}</dd>}
          </div>
        ))}
      </dl>
      {spec.formula && (
        <>
          <h3>How it works</h3>
          <pre className="formula">{spec.formula.lines.join('\n')}</pre>
          <p className="where">{spec.formula.source}</p>
        </>
      )}
      <p className="where">
        {spec.type} · {pathTitle(spec.category)}
      </p>
    </section>
  )
}
