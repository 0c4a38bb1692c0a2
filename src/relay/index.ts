export {
  chooseRelayRoute,
  type DirectHost,
  openRelay,
  type RelayApp,
  type RelayRoute,
  type Verified,
} from "./choose-route.ts";
export { openSecureDns, type SecureAnswer, type SecureDns } from "./ask-securely.ts";
export { isListed, parseStsPolicy, stsIdOf, type StsPolicy } from "./mta-sts.ts";
export { matchesTlsa, type Tlsa, usableTlsa } from "./tlsa.ts";
