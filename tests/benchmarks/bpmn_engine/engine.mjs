// The shipped diagram on npm's bpmn-engine: a request a line on stdin, an answer a line on stdout.
// It is spared decisions (their results come with the answers), mails, working time, JSON and a database.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Engine } from 'bpmn-engine';

const LATER = '2099-01-01T00:00:00Z';
const CONDITIONS = {
  'nature != null and nature != "complaint"': (v) => v.nature != null && v.nature !== 'complaint',
  'reopened = true': (v) => v.reopened === true,
  'route = "early"': (v) => v.route === 'early',
  'settled = "yes"': (v) => v.settled === 'yes',
  'investigation_next = "ask"': (v) => v.investigation_next === 'ask',
  'review_result = "returned"': (v) => v.review_result === 'returned',
  'authority.approver != null and authority.approver != "reviewer"': ({ authority }) =>
    authority?.approver != null && authority.approver !== 'reviewer',
  'approval_result = "refused"': (v) => v.approval_result === 'refused',
  'outcome = "resolved at once"': (v) => v.outcome === 'resolved at once',
  'reaction = "rejected"': (v) => v.reaction === 'rejected',
  'remedies != null and count(remedies) > 0': (v) => v.remedies?.length > 0,
};
const SCRIPTS = { 'record-decision': (v) => (v.outcome = v.proposed_outcome) };

let variables = {}; // of the case in hand
const options = {
  settings: { enableDummyService: true, disableTrackState: true },
  expressions: {
    resolveExpression(text) {
      const condition = CONDITIONS[text.slice(1)];
      if (condition) return condition(variables);
      return /\[|for /.test(text) ? `R2/${LATER}/P1D` : LATER;
    },
    isExpression: () => false,
    hasExpression: () => false,
  },
  scripts: {
    register() {},
    getScript(_, { id }) {
      const run = SCRIPTS[id];
      return run && { execute: (_scope, done) => done(null, run(variables)) };
    },
  },
};

let engine;

async function start(source, values) {
  variables = values;
  engine = new Engine({ ...options, name: 'case', source: readFileSync(source) });
  const execution = await engine.execute();
  return execution.getState();
}

async function act(state, message, values) {
  Object.assign(variables, values);
  engine = new Engine(options).recover(state);
  const execution = await engine.resume();
  execution.signal(message);
  return execution.getState();
}

function open(scope) {
  return scope.getPostponed().flatMap((api) => {
    if (api.type === 'bpmn:UserTask') return [api.id];
    return api.type === 'bpmn:SubProcess' && api.id !== scope.id ? open(api) : [];
  });
}

let stored;
for await (const line of createInterface({ input: process.stdin })) {
  const { source, message, values } = JSON.parse(line);
  const state = stored && JSON.parse(stored);
  const [wall, work] = [performance.now(), process.cpuUsage()];
  const next = await (source ? start(source, values) : act(state, message, values));
  const { user, system } = process.cpuUsage(work);
  const took = { wall: (performance.now() - wall) / 1e3, work: (user + system) / 1e6 };
  stored = JSON.stringify(next);
  const [definition] = await engine.getDefinitions();
  process.stdout.write(`${JSON.stringify({ ...took, open: open(definition) })}\n`);
  await engine.stop();
}
