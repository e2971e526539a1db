"""Needs, receipts and papers for everybody, as the pages under `/kebutuhan/`, `/bukti/` and `/cek/` tell them; promises and the
matching for keys."""
