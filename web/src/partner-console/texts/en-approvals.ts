/** Texts about what needs two people of a brand. */
export const approvals = {
  title: 'Who confirms statements',
  now: {
    one: 'One person is enough: an owner, somebody of finance, or an API key that may.',
    two: 'Two people: one asks for it, and another owner or somebody of finance approves within 72 hours. API keys confirm none.',
  },
  waiting: 'Waits for a second person',
  what: {
    confirmation: 'Confirm that the statement of {{month}} was paid, with the reference “{{reference}}”.',
    single_approval: 'From now on, one person is enough to confirm a statement.',
  },
  by: '{{name}} asked for it on {{time}}.',
  nobody: 'Somebody who was removed since',
  othersMust: 'Another owner, or somebody of finance, must approve it before {{time}}.',
  youMay: 'Another owner, or somebody else of finance, must approve it before {{time}}.',
  approve: {
    start: 'Approve',
    title: 'Approve this?',
    words: 'It is done at once, and your name is in the audit log beside theirs.',
    go: 'Approve it',
  },
  reject: {
    start: 'Reject',
    title: 'Reject this?',
    words: 'Nothing of it is done. It can be asked for again.',
    go: 'Reject it',
  },
  takeBack: {
    start: 'Take it back',
    title: 'Take your request back?',
    words: 'Nothing of it is done. You can ask for it again.',
    go: 'Take it back',
  },
  one: {
    start: 'Ask that one person is enough',
    title: 'Ask that one person is enough?',
    words: 'It counts only once another owner, or somebody of finance, has approved it.',
    go: 'Ask for it',
  },
  two: {
    start: 'Have two people confirm',
    title: 'Have two people confirm each statement?',
    words:
      'It counts at once. Whoever confirms a statement then only asks for it, another person approves, and API keys confirm none. To go back to one person takes two as well.',
    go: 'Have two people confirm',
  },
}
