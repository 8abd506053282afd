"""What people see: payloads, the site, the dossier, the privacy gate and the one writer.

Every published byte passes `writer.Publication`; nothing here reads a case folder or decides what is true.
"""
