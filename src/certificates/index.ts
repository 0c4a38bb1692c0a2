export { findKeyOf, type KeyOfSubject, revokeCertificate, storeCertificate } from "./store-certificate.ts";
export { verifiedEpoch, type VerifiedEpoch, verifiedEpochs } from "./verified-epoch.ts";
export { type CertificatesApp, verifiedKey, verifiedKeys, verifyUnder } from "./verified-key.ts";
