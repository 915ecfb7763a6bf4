// libmagic as Swift sees it: what a file is, from its first bytes.
#ifndef TIEOUT_CMAGIC_SHIM_H
#define TIEOUT_CMAGIC_SHIM_H

#include <magic.h>

#endif
