//! recto-emulator
