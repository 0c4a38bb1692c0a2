/*
 * What mail servers write that do not keep to RFC 3464. The patterns are bounded: each looks at one line's worth of text.
 */

/** An author that no person is. */
export const robots =
  /(?:mailer-?daemon|postmaster|mail[ .-]?(?:delivery|system|server)|delivery (?:sub)?system|daemon@)/i;

export const failureSubjects =
  /(?:undeliver|failure notice|deliver\w* (?:status|fail|problem|error|report|notification)|(?:mail|message|delivery) (?:\w+ ){0,2}fail|fail\w* (?:\w+ ){0,2}deliver|returned (?:mail|to sender|message)|could ?n[o']t be (?:sent|delivered)|can ?not be delivered|non-?deliver|bounce|rejected|onbestelbaar|niet (?:af|be)geleverd|unzustellbar|user unknown|error sending)/i;

export const autoReplySubjects =
  /(?:out of (?:the )?office|auto(?:matic)?[- ]?repl|vacation|afwezig|automatisch antwoord)/i;

export const failedText =
  /(?:permanent(?:ly)? (?:fatal )?(?:error|fail)|(?:could|can|was|did|is|has|were)(?: ?not|n't) (?:be |been |deliver|reach|able to deliver|find)|cannot (?:be delivered|send)|undeliver|unable to (?:deliver|relay|send)|delivery (?:\w+ ){0,6}fail|fail(?:ed|ure) (?:\w+ ){0,4}(?:recipient|deliver|address)|(?:user|recipient|mailbox|address|account) (?:\w+ ){0,5}(?:unknown|not (?:\w+ )?found|does not exist|doesn't exist|rejected|unavailable|disabled|full|not recognized|invalid)|(?:unknown|no such|invalid) (?:local )?(?:user|recipient|address|mailbox)|access denied|host (?:unknown|not found)|quota exceeded|mailbox full|over quota|message (?:was )?rejected|giving up|returned message|transaction failed|niet worden (?:af|be)geleverd)/i;

export const delayedText =
  /(?:will (?:continue|keep) (?:to try|trying)|still trying|will be retried|(?:delivery|message) (?:\w+ ){0,4}(?:delay|defer)|warning message only|not yet been delivered|temporar(?:y|ily) (?:\w+ ){0,2}(?:fail|error|problem|unable))/i;

/** Where the returned mail begins, in text that holds it: what the mail itself says is not the server's word. */
export const originalBegins =
  /^(?:-{2,} ?(?:original message|this is a copy|below this line|returned message|the header|the body|unsent message|forwarded|message header)|.{0,40}(?:copy of (?:the|your) message|original message (?:follows|was)|returned message ?-))/im;

export const failedStatus = /\b5\.\d{1,3}\.\d{1,3}\b|(?:^|[\s<(:;])55\d[ -]/m;
export const delayedStatus = /\b4\.\d{1,3}\.\d{1,3}\b|(?:^|[\s<(:;])4[25]\d[ -]/m;
