import type { ByLanguage } from './phrases.ts';

/** Words by which a service verifies an address: confirm it, here is your code, set a new password. */
export const proofWords: ByLanguage = {
  en: `
    verify your email
    verify your e mail
    verify your mail
    verify this email
    verify email address
    verify your account
    verify your identity
    confirm your email
    confirm your e mail
    confirm this email
    confirm email address
    confirm your account
    confirm your registration
    confirm your subscription
    confirm your sign up
    activate your account
    account activation
    email verification
    e mail verification
    email confirmation
    verification code
    verification link
    confirmation code
    security code
    login code
    log in code
    sign in code
    access code
    passcode
    one time code
    one time password
    sign in link
    login link
    magic link
    reset your password
    password reset
    set your password
    complete your registration
    finish signing up
    invited you to join
    invited to join
  `,
  it: `
    verifica la tua email
    verifica la tua e mail
    verifica il tuo indirizzo
    verifica il tuo account
    verifica l indirizzo
    conferma la tua email
    conferma la tua e mail
    conferma il tuo indirizzo
    conferma l indirizzo
    conferma la registrazione
    conferma il tuo account
    codice di verifica
    codice di conferma
    codice di sicurezza
    codice di accesso
    attiva il tuo account
    reimposta la password
    reimpostare la password
    reimpostazione della password
  `,
  es: `
    verifica tu correo
    verifique su correo
    verifica tu cuenta
    verifique su cuenta
    confirma tu correo
    confirme su correo
    confirma tu cuenta
    confirma tu direccion
    confirme su direccion
    verificacion de correo
    codigo de verificacion
    codigo de confirmacion
    codigo de seguridad
    codigo de acceso
    activa tu cuenta
    active su cuenta
    restablecer tu contrasena
    restablecer su contrasena
    restablecer la contrasena
    restablece tu contrasena
  `,
  pt: `
    verifique seu e mail
    verifique seu email
    verifique o seu e mail
    verifique a sua conta
    verifique sua conta
    confirme seu e mail
    confirme seu email
    confirme o seu e mail
    confirme o seu email
    confirme a sua conta
    confirme sua conta
    confirme seu endereco
    codigo de verificacao
    codigo de confirmacao
    codigo de seguranca
    codigo de acesso
    ative sua conta
    ative a sua conta
    redefinir sua senha
    redefinir a senha
    redefinicao de senha
    repor a palavra passe
  `,
  fr: `
    verifiez votre adresse
    verifier votre adresse
    verifie ton adresse
    confirmez votre adresse
    confirmer votre adresse
    confirmez votre inscription
    confirmez votre compte
    confirmez votre e mail
    confirmez votre email
    code de verification
    code de confirmation
    code de securite
    code de connexion
    code d acces
    activez votre compte
    reinitialiser votre mot de passe
    reinitialisation de votre mot de passe
    reinitialisation du mot de passe
  `,
  de: `
    e mail adresse bestatigen
    e mail bestatigen
    e mail adresse verifizieren
    bestatigen sie ihre e mail
    bestatige deine e mail
    verifizieren sie ihre
    bestatigungscode
    verifizierungscode
    sicherheitscode
    anmeldecode
    einmalcode
    einmalpasswort
    konto aktivieren
    konto bestatigen
    registrierung abschliessen
    registrierung bestatigen
    anmeldung bestatigen
    passwort zurucksetzen
    passwort zurueckzusetzen
    kennwort zurucksetzen
  `,
};
