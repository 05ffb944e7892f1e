"""Small pure functions for careful French: typography, elision, agreement, numbers."""
